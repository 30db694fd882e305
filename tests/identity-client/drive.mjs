// Drives the client library of the original identity service against a running server: node drive.mjs http://127.0.0.1:3000
// Prints one line for each step; ends with a failure at the first that goes wrong.
import assert from 'node:assert/strict';
import { createAuthClient } from '@neondatabase/auth';

const base = process.argv[2];
// A browser keeps cookies; this runtime does not.
const jar = new Map();
const send = globalThis.fetch;
globalThis.fetch = async (input, init = {}) => {
  const request = new Request(input, init);
  if (new URL(request.url).origin === base) request.headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
  const response = await send(request);
  for (const cookie of response.headers.getSetCookie()) {
    const [pair, ...flags] = cookie.split('; ');
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    assert.ok(flags.includes('HttpOnly') && flags.includes('Secure') && flags.includes('SameSite=Lax') && flags.includes('Path=/'), cookie);
    if (flags.includes('Max-Age=0')) jar.delete(name);
    else jar.set(name, value);
  }
  return response;
};

const fresh = () => createAuthClient(`${base}/api/auth`);
const good = async (step, call) => {
  const { data, error } = await call;
  assert.equal(error, null, `${step}: ${JSON.stringify(error)}`);
  console.log(step);
  return data;
};
// The library throws what the service refuses, with its status and a code of its own that follows from the service's.
const refused = async (step, call, status, code) => {
  const error = await call.then(answer => answer.error, thrown => thrown);
  assert.deepEqual([error?.status, error?.code], [status, code], `${step}: ${JSON.stringify(error)}`);
  console.log(step);
};

let auth = fresh();
const email = `lia.${Date.now()}@demo.co`;
const signedUp = await good('sign up', auth.signUp.email({ name: 'Lía', email, password: 'granada-88' }));
assert.equal(signedUp.user.email, email);
assert.ok(signedUp.user.createdAt instanceof Date || !Number.isNaN(Date.parse(signedUp.user.createdAt)));
await refused('sign up again', auth.signUp.email({ name: 'Lía', email, password: 'granada-88' }), 422, 'validation_failed');
await refused('a short password', auth.signUp.email({ name: 'x', email: 'x@demo.co', password: 'corta12' }), 400, 'weak_password');
const session = await good('session', auth.getSession());
assert.equal(session.user.id, signedUp.user.id);
assert.equal((await good('list of sessions', auth.listSessions())).length, 1);
await good('profile', auth.updateUser({ name: 'Lía B.' }));
await refused('a wrong present password', auth.changePassword({ currentPassword: 'no-es-esta', newPassword: 'granada-99' }), 401, 'invalid_credentials');
await good('change of password', auth.changePassword({ currentPassword: 'granada-88', newPassword: 'granada-99', revokeOtherSessions: true }));
assert.equal((await good('one session is left', auth.listSessions())).length, 1);
await good('sign out', auth.signOut());
assert.equal(jar.size, 0);
auth = fresh();
assert.equal((await good('no session', auth.getSession())), null);
await refused('sign in with the old password', auth.signIn.email({ email, password: 'granada-88' }), 401, 'invalid_credentials');
const signedIn = await good('sign in', auth.signIn.email({ email, password: 'granada-99' }));
assert.equal(signedIn.user.name, 'Lía B.');
await good('password reset', auth.requestPasswordReset({ email, redirectTo: '/auth/reset-password' }));
await refused('a reset with a wrong token', auth.resetPassword({ newPassword: 'granada-77', token: 'nobody' }), 401, 'bad_jwt');
await good('verification mail', auth.sendVerificationEmail({ email, callbackURL: '/' }));
const [only] = await good('sessions', auth.listSessions());
await good('revoke the session', auth.revokeSession({ token: only.token }));
auth = fresh();
assert.equal((await good('it is gone', auth.getSession())), null);
console.log('all steps done');
process.exit(0);
