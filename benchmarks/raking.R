# Rakes the answers in the file that is named first to the margins in the second, and writes the
# weights to the third. Prints the seconds that raking took, without reading and writing.
suppressMessages(library(survey))
files <- commandArgs(trailingOnly = TRUE)
answers <- read.csv(files[1], colClasses = "factor")
margins <- read.csv(files[2], colClasses = c("character", "character", "numeric"))
population <- lapply(names(answers), function(name) {
  of <- margins[margins$margin == name, ]
  setNames(data.frame(factor(of$level, levels(answers[[name]])), of$target), c(name, "Freq"))
})
total <- sum(population[[1]]$Freq)
started <- proc.time()[["elapsed"]]
design <- svydesign(id = ~1, weights = rep(total / nrow(answers), nrow(answers)), data = answers)
raked <- rake(
  design, lapply(names(answers), function(name) reformulate(name)), population,
  control = list(maxit = 100, epsilon = 1e-10)
)
took <- proc.time()[["elapsed"]] - started
writeBin(as.double(weights(raked)), files[3], size = 8)
cat(took)
