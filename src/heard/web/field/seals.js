// Locks answers: those of a finished interview to the server's key, those of one under way to a
// key of the browser's that no script can read out.

import { CompactEncrypt, importJWK } from "jose";

const ALGORITHM = "ECDH-ES";
const AES = "AES-GCM";
const text = new TextEncoder();

/** Seals what was told to the server's key; nothing on this device opens it again. */
export async function seal(told, key) {
  const locked = new CompactEncrypt(text.encode(JSON.stringify(told)));
  locked.setProtectedHeader({ alg: ALGORITHM, enc: "A256GCM", kid: key.kid });
  return locked.encrypt(await importJWK(key, ALGORITHM));
}

/** Makes a key that encrypts here and can be taken nowhere else. */
export const ownKey = () =>
  crypto.subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);

export async function lock(told, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt(
    { name: AES, iv },
    key,
    text.encode(JSON.stringify(told)),
  );
  return { iv, box };
}

export async function unlock({ iv, box }, key) {
  const plain = await crypto.subtle.decrypt({ name: AES, iv }, key, box);
  return JSON.parse(new TextDecoder().decode(plain));
}
