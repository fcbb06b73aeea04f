// An output as plucks of a string: one a number, as loud as the number is large.
const HZ = 220;
const PLUCK_S = 0.25;
const APART_S = 0.14;
const LONGEST_S = 2.5;
const PEAK = 0.2; // of full scale

/** The samples of this sound: at most 2.5 s, nowhere louder than 0.2. */
export function plucks(Y, rate) {
  const apart = Math.min(APART_S, (LONGEST_S - PLUCK_S) / Math.max(1, Y.length - 1));
  const wave = new Float32Array(Math.floor(rate * (apart * (Y.length - 1) + PLUCK_S)));
  Y.forEach((y, i) => {
    const begin = Math.floor(i * apart * rate);
    const end = Math.min(wave.length, begin + Math.floor(PLUCK_S * rate));
    for (let k = begin; k < end; k += 1) {
      const at = (k - begin) / rate;
      const fades = Math.exp(-18 * at) * (1 - at / PLUCK_S) * Math.min(1, at / 0.004);
      wave[k] += y * fades * Math.sin(2 * Math.PI * HZ * at);
    }
  });
  const loudest = wave.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return loudest === 0 ? wave : wave.map((x) => (x * PEAK) / loudest);
}

/** { play(Y), stop(), isOn() }: made in the press that asks for it; changed() hears when it begins and ends. */
export function player(changed) {
  let context = null;

  function stop() {
    const old = context;
    context = null;
    old?.close();
    if (old) changed();
  }
  function play(Y) {
    stop();
    context = new AudioContext();
    const wave = plucks(Y, context.sampleRate);
    const buffer = context.createBuffer(1, wave.length, context.sampleRate);
    buffer.copyToChannel(wave, 0);
    const source = context.createBufferSource();
    const mine = context;
    source.buffer = buffer;
    source.connect(context.destination);
    source.onended = () => mine === context && stop();
    source.start();
    changed();
  }
  return { play, stop, isOn: () => context !== null };
}
