// A certified provider of OpenID Connect, told by its arguments whom it knows and who asks it.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const { people, client, thick } = JSON.parse(process.argv[2]);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...client, response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "roles"] },
    conformIdTokenClaims: !thick,
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: true } },
    // Its own refuses addresses of this machine, where whoever is told of an end is.
    fetch: (address, { dispatcher, ...options }) => fetch(address, options),
    findAccount: (_, id) =>
      id in people
        ? { accountId: id, claims: async () => ({ sub: id, ...people[id] }) }
        : undefined,
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
