# Writes the data and the values that the tests of designs and raking expect, into this folder:
#     Rscript expected.R
# It needs R with the packages survey and jsonlite. The tests themselves need no R.
suppressMessages({library(survey); library(jsonlite)})
data(api)

columns <- c("cds", "stype", "dnum", "api99", "api00", "enroll", "meals", "sch.wide", "comp.imp", "pw", "fpc")
write.csv(apistrat[columns], "apistrat.csv", row.names = FALSE, quote = FALSE)
write.csv(apiclus1[columns], "apiclus1.csv", row.names = FALSE, quote = FALSE)

designs <- list(
  strata_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  strata = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  strata_clusters = svydesign(id = ~dnum, strata = ~stype, weights = ~pw, data = apistrat, nest = TRUE),
  clusters_fpc = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  clusters = svydesign(id = ~dnum, weights = ~pw, data = apiclus1),
  weights = svydesign(id = ~1, weights = ~pw, data = apistrat)
)
domains <- list(
  all = function(d) d,
  elementary = function(d) subset(d, stype == "E"),
  improved = function(d) subset(d, comp.imp == "Yes")
)

found <- list()
keep <- function(design, domain, what, value, error, df, ci, deff = NA) {
  found[[length(found) + 1]] <<- list(
    design = design, domain = domain, what = what, value = as.numeric(value),
    error = as.numeric(error), freedom = df, low = as.numeric(ci)[1], high = as.numeric(ci)[2],
    design_effect = as.numeric(deff)
  )
}
for (design in names(designs)) for (domain in names(domains)) {
  d <- domains[[domain]](designs[[design]])
  df <- degf(d)
  m <- svymean(~api00, d, deff = "replace")
  keep(design, domain, "mean", coef(m), SE(m), df, confint(m, df = df), deff(m))
  t <- svytotal(~enroll, d)
  keep(design, domain, "total", coef(t), SE(t), df, confint(t, df = df))
  r <- svyratio(~api00, ~api99, d)
  keep(design, domain, "ratio", coef(r), SE(r), df, confint(r, df = df))
  s <- svymean(~I(as.numeric(meals > 50)), d, deff = "replace")
  keep(design, domain, "share", coef(s), SE(s), df, confint(s, df = df), deff(s))
  # "logit" fits a regression, right to some 1e-8; "xlogit" is the same in a closed form.
  x <- confint(svyciprop(~I(meals > 50), d, method = "xlogit"))
  stopifnot(all.equal(as.numeric(x), tolerance = 1e-6,
    as.numeric(confint(svyciprop(~I(meals > 50), d, method = "logit")))))
  keep(design, domain, "share_logit", coef(s), SE(s), df, x, deff(s))
  b <- svyciprop(~I(meals > 50), d, method = "beta")
  keep(design, domain, "share_beta", coef(s), SE(s), df, confint(b), deff(s))
}

# One unit is left of a stratum.
lonely <- apistrat[c(1, which(apistrat$stype != "E")), ]
stopifnot(lonely$stype[1] == "E")
for (rule in c("certainty", "adjust")) {
  options(survey.lonely.psu = rule)
  d <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = lonely)
  m <- svymean(~api00, d)
  keep(paste0("lonely_", rule), "all", "mean", coef(m), SE(m), degf(d), confint(m, df = degf(d)))
  t <- svytotal(~enroll, d)
  keep(paste0("lonely_", rule), "all", "total", coef(t), SE(t), degf(d), confint(t, df = degf(d)))
}

types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
raked <- function(design) weights(rake(
  design, list(~stype, ~sch.wide), list(types, wide), control = list(maxit = 500, epsilon = 1e-14)
))
equal <- function(data) svydesign(id = ~1, weights = rep(6194 / nrow(data), nrow(data)), data = data)
for (name in c("apistrat", "apiclus1")) {
  data <- get(name)
  design <- designs[[if (name == "apistrat") "strata" else "clusters"]]
  write.csv(data.frame(
    cds = data$cds, raked = format(raked(design), digits = 15),
    equal = format(raked(equal(data)), digits = 15)
  ), paste0("raked_", name, ".csv"), row.names = FALSE, quote = FALSE)
}
versions <- list(R = R.version.string, survey = as.character(packageVersion("survey")))
write_json(list(versions = versions, estimates = found), "expected.json", auto_unbox = TRUE, digits = 15, na = "null", pretty = TRUE)
