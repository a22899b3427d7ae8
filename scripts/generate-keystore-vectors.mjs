// Writes tests/vectors/keystores.json: keystores that ethers encrypted, with fixed salts and low costs, and their keys.
import { writeFileSync } from 'node:fs';
import { computeAddress, encryptKeystoreJsonSync, id } from 'ethers';

const rows = [
  { password: 'correct horse battery staple', scrypt: { N: 4096, r: 8, p: 1 } },
  { password: '', scrypt: { N: 2, r: 8, p: 6 } },
  // Already in Unicode's form NFKC, to which ethers brings every password.
  { password: 'gr\u00fc\u00dfe \u4f60\u597d \u{1f511}', scrypt: { N: 16384, r: 1, p: 3 } },
].map(({ password, scrypt }, index) => {
  const privateKey = id(`keystore vector ${index}`);
  const options = {
    scrypt,
    salt: id(`salt ${index}`),
    iv: id(`iv ${index}`).slice(0, 34),
    uuid: id(`uuid ${index}`).slice(0, 34),
    client: 'ethers',
  };
  const account = { address: computeAddress(privateKey), privateKey };
  return { password, privateKey, keystore: JSON.parse(encryptKeystoreJsonSync(account, password, options)) };
});

const vectors = { note: 'written by scripts/generate-keystore-vectors.mjs with ethers', rows };
writeFileSync(new URL('../tests/vectors/keystores.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
