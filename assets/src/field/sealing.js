// Everything a phone keeps of a visit lies sealed: AES-GCM, bound to the place it lies in.
// Without a PIN the key lies beside it, where no script can read it out; with one, it lies wrapped, and is
// there only while the phone is unlocked. What that protects from, and what not, is told in docs/decisions.
const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const ROUNDS = 310_000;

const AES = { name: "AES-GCM", length: 256 };
const vector = () => crypto.getRandomValues(new Uint8Array(12));

export const newKey = (wrapped = false) => crypto.subtle.generateKey(AES, wrapped, ["encrypt", "decrypt"]);

export async function seal(key, place, bytes) {
  const iv = vector();
  return {
    iv,
    box: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, bytes),
  };
}

export const open = (key, place, { iv, box }) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, box);

export const sealJSON = (key, place, value) => seal(key, place, encoder.encode(JSON.stringify(value)));

export const openJSON = async (key, place, sealed) => JSON.parse(decoder.decode(await open(key, place, sealed)));

async function fromPin(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, AES, false, [
    "wrapKey",
    "unwrapKey",
  ]);
}

// A new key that only the PIN brings out: { key, pin }, where ``pin`` is what may lie in the clear.
export async function keyUnder(pin) {
  const [key, salt, iv] = [await newKey(true), crypto.getRandomValues(new Uint8Array(16)), vector()];
  const box = await crypto.subtle.wrapKey("raw", key, await fromPin(pin, salt, ROUNDS), { name: "AES-GCM", iv });
  return { key, pin: { salt, rounds: ROUNDS, iv, box } };
}

// The key, or nothing where the PIN is wrong.
export async function unwrap(pin, { salt, rounds, iv, box }) {
  try {
    return await crypto.subtle.unwrapKey(
      "raw",
      box,
      await fromPin(pin, salt, rounds),
      { name: "AES-GCM", iv },
      AES,
      false,
      ["encrypt", "decrypt"],
    );
  } catch {
    return null;
  }
}
