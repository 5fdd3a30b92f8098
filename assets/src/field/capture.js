// Photographs, sound, video and place, as this browser can give them.
import { hex, random } from "./dom.js";

const SIDE = 1600; // pixels of the copy that is sent first
const SMALL = 500 * 1024; // bytes: what is no larger goes as it is
const MINUTES = { sound: 10, video: 1 };
const BITS = {
  sound: { audioBitsPerSecond: 32_000 },
  video: { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 32_000 },
};

export const digest = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

// A piece for the record, with the bytes to keep: [[id, bytes], …]. The original is hashed before anything is done to it.
export async function photograph(file) {
  const whole = await file.arrayBuffer();
  const piece = {
    part: random(),
    kind: "photo",
    taken_at: file.lastModified || Date.now(),
    name: file.name.slice(-80),
    sha256: await digest(whole),
    size: whole.byteLength,
  };
  const copy = whole.byteLength > SMALL ? await smaller(file) : null;
  if (!copy || copy.byteLength >= whole.byteLength) return { piece, keep: [[piece.part, whole]] };
  const original = { part: random(), sha256: piece.sha256, size: whole.byteLength };
  Object.assign(piece, { sha256: await digest(copy), size: copy.byteLength, original });
  return {
    piece,
    keep: [
      [piece.part, copy],
      [original.part, whole],
    ],
  };
}

async function smaller(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return null; // HEIC on a browser that cannot show it: the original goes as it is
  }
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
  return blob && blob.arrayBuffer();
}

export const canRecord = () => Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

// Records until ``stop`` is called or the time is over; ``ended`` brings the piece and its bytes, if there are any.
export async function recording(kind) {
  const stream = await navigator.mediaDevices.getUserMedia(
    kind === "video" ? { audio: true, video: { facingMode: "environment", width: { ideal: 1280 } } } : { audio: true },
  );
  const recorder = new MediaRecorder(stream, BITS[kind]);
  const [chunks, taken_at] = [[], Date.now()];
  recorder.ondataavailable = ({ data }) => data.size && chunks.push(data);
  const ended = new Promise((done) => {
    recorder.onstop = async () => {
      clearTimeout(over);
      for (const track of stream.getTracks()) track.stop();
      const bytes = await new Blob(chunks).arrayBuffer();
      const piece = { part: random(), kind, taken_at, name: "", sha256: await digest(bytes), size: bytes.byteLength };
      done(bytes.byteLength ? { piece, keep: [[piece.part, bytes]] } : null);
    };
  });
  recorder.start(1_000);
  const stop = () => recorder.state === "inactive" || recorder.stop();
  const over = setTimeout(stop, MINUTES[kind] * 60_000);
  return { stop, stream, ended };
}

// A recording that the phone made by its own means: the bytes as they are.
export async function fromFile(file, kind) {
  const bytes = await file.arrayBuffer();
  const [name, taken_at] = [file.name.slice(-80), file.lastModified || Date.now()];
  const piece = { part: random(), kind, taken_at, name, sha256: await digest(bytes), size: bytes.byteLength };
  return { piece, keep: [[piece.part, bytes]] };
}

// A fix, or why there is none: "refused" by the person, "unavailable" here.
export const locate = () =>
  new Promise((done) => {
    if (!navigator.geolocation) return done({ place: "unavailable" });
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        done({
          place: "taken",
          fix: {
            at: Math.round(timestamp),
            latitude: coords.latitude,
            longitude: coords.longitude,
            accuracy: coords.accuracy,
          },
        }),
      ({ code }) => done({ place: code === 1 ? "refused" : "unavailable" }),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
    );
  });

// --- the trace code of a drug: twenty digits, typed, or read by the camera where the browser can ---

export const codeWrong = (typed) => {
  if (!/^\d+$/.test(typed)) return "追溯码只有数字。";
  return typed.length === 20 ? "" : `追溯码是20位数字，现在有${typed.length}位。`;
};

export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

export async function scan(video) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  const detector = new window.BarcodeDetector();
  let ended = false;
  const found = (async () => {
    while (!ended) {
      for (const { rawValue } of await detector.detect(video)) {
        const code = (rawValue.match(/\d+/g) || []).find((digits) => digits.length === 20);
        if (code) return code;
      }
      await new Promise((next) => setTimeout(next, 200));
    }
    return "";
  })().finally(() => stream.getTracks().forEach((track) => track.stop()));
  return { found, stop: () => (ended = true) };
}
