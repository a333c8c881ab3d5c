// Talking to the console: who is logged in, and requests that carry the session's token.

let token = "";

/** Who is logged in: user, roles, clerkReaders. Goes to the login if nobody is. */
export async function whoAmI() {
  const me = await ask("/api/v1/me");
  token = me.token;
  return me;
}

/** The JSON that a resource answers with. What it throws has code, cause and remedy. */
export async function ask(path, options = {}) {
  return (await request(path, options)).json();
}

/** The answer itself, for what is not JSON. */
export async function request(path, options = {}) {
  const headers = {...options.headers};
  if (options.method) {
    headers["X-CSRF-Token"] = token;
  }
  const answer = await fetch(path, {...options, headers});
  if (answer.ok) {
    return answer;
  }
  const failure = await answer.json().catch(() => ({code: "UNEXPECTED", cause: "", remedy: ""}));
  if (answer.status === 401 && !path.endsWith("/login")) {
    location.assign("/login");
  }
  throw failure;
}

export function post(path) {
  return ask(path, {method: "POST"});
}

/** The user is asked anew. */
export async function logOut() {
  await post("/api/v1/logout").catch(() => {});
  location.assign("/login");
}
