// An OpenID provider for tests; packages are found through NODE_PATH. It prints its port. Who signs in
// next, and what is done to the token then, is told to it at /control; logout tokens are read there.
const http = require("node:http");
const crypto = require("node:crypto");
const { pathToFileURL } = require("node:url");
const load = (name) => import(pathToFileURL(require.resolve(name)));
const CLIENT = { id: "register", secret: "s".repeat(43) };
const key = (kid) => ({
  ...crypto.generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }),
  kid, alg: "RS256", use: "sig",
});
const ours = key("ours"), stranger = key("ours");
let next = {}, received = [];

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function signed(claims, header, by) {
  const text = `${encoded(header)}.${encoded(claims)}`;
  if (header.alg === "none") return `${text}.`;
  const signature = header.alg === "HS256"
    ? crypto.createHmac("sha256", CLIENT.secret).update(text).digest()
    : crypto.sign("sha256", Buffer.from(text), crypto.createPrivateKey({ key: by, format: "jwk" }));
  return `${text}.${signature.toString("base64url")}`;
}
function altered(token) {
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  const header = { alg: next.alg || "RS256", kid: "ours" };
  return signed({ ...claims, ...next.claims }, header, next.stranger ? stranger : ours);
}

(async () => {
  const { default: Provider } = await load("oidc-provider");
  const server = http.createServer().listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
      clients: [{
        client_id: CLIENT.id, client_secret: CLIENT.secret, response_types: ["code"],
        redirect_uris: ["http://testserver/sign-in/directory/callback/", ...process.argv.slice(2)],
        token_endpoint_auth_method: "client_secret_post",
        backchannel_logout_uri: `${issuer}/received`,
      }],
      jwks: { keys: [ours] },
      cookies: { keys: ["only for tests"] },
      conformIdTokenClaims: false,
      claims: { openid: ["sub", "groups"], profile: ["family_name", "given_name", "preferred_username"], email: ["email"] },
      features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
      pkce: { required: () => true },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...next.person }) }),
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({
          clientId: CLIENT.id, accountId: context.oidc.session.accountId,
        });
        grant.addOIDCScope("openid profile email");
        await grant.save();
        return grant;
      },
    });
    provider.use(async (context, further) => {
      await further();
      const { body, path } = context;
      if (path === "/token" && body?.id_token) context.body = { ...body, id_token: altered(body.id_token) };
    });
    const answer = (response, value) => response.end(JSON.stringify(value ?? {}));
    const read = async (request) => {
      let text = "";
      for await (const part of request) text += part;
      return text;
    };
    server.on("request", async (request, response) => {
      if (request.url === "/control") {
        const told = JSON.parse(await read(request));
        if (told.logout) {
          const client = await provider.Client.find(CLIENT.id);
          await client.backchannelLogout(told.logout, "sid");
          return answer(response, received.splice(0));
        }
        if (told.sign) return answer(response, signed(told.sign, { alg: told.alg || "RS256", kid: "ours" }, ours));
        next = told;
        return answer(response);
      }
      if (request.url === "/received") {
        received.push(new URLSearchParams(await read(request)).get("logout_token"));
        return answer(response);
      }
      if (request.url.startsWith("/interaction/")) {
        return provider.interactionFinished(request, response, next.refuse
          ? { error: "access_denied" } : { login: { accountId: next.sub } });
      }
      return provider.callback()(request, response);
    });
    console.log(server.address().port);
  });
})();
