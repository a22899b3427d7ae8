// Writes tests/vectors/bundle.json: a replay bundle with two of three signatures, made with viem from the format's
// definition.
import { writeFileSync } from 'node:fs';
import { concat, encodeAbiParameters, hashTypedData, keccak256, pad, parseSignature, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const word = (number) => pad(toHex(number), { size: 32 });
const uint32 = (number) => pad(toHex(number), { size: 4 });
const hash = (text) => keccak256(toHex(text));

// ENGINE to RESULT: words that this layer does not read.
const evidence = [1, 2, 3, 4, 5, 6].map((number) =>
  concat(Array.from({ length: number * number }, (_, index) => hash(`section ${number} word ${index}`))),
);
const bundleHash = keccak256(
  concat([hash('VM1.BUNDLE'), word(6), ...evidence.flatMap((bytes, index) => [word(index + 1), keccak256(bytes)])]),
);

const members = [
  ['address', 'consumer', '0x00000000000000000000000000000000c0ffee01'],
  ['bytes32', 'account', hash('account')],
  ['uint64', 'sequence', 17n],
  ['bytes32', 'priorBookHash', hash('prior book')],
  ['bytes32', 'bookHash', hash('book')],
  ['int128', 'cash', -250000000000n],
  ['bytes32', 'actionHash', hash('action')],
  ['bytes32', 'engineId', hash('engine')],
  ['bytes32', 'parametersHash', hash('parameters')],
  ['bytes32', 'scenarioHash', hash('scenarios')],
  ['uint64', 'round', 145000000n],
  ['bytes32', 'marketHash', hash('market')],
  ['bytes32', 'totalsHash', hash('totals')],
  ['int128', 'equity', 1234567890n],
  ['uint128', 'initialMargin', 1000000000n],
  ['uint128', 'maintenanceMargin', 800000000n],
  ['uint128', 'valueAtRisk', 700000000n],
  ['uint128', 'expectedShortfall', 750000000n],
  ['int128', 'priorExcess', -1n],
  ['bytes32', 'bundleHash', bundleHash],
  ['uint64', 'validUntil', 1795478400n],
  ['uint64', 'blockNumber', 21000000n],
  ['bytes32', 'blockHash', hash('block')],
  ['uint64', 'epoch', 3n],
  ['uint8', 'purpose', 1],
];
const domain = {
  name: 'VerifiableMargin',
  version: '1',
  chainId: 31337,
  verifyingContract: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
};
const typed = {
  domain,
  types: { Attestation: members.map(([type, name]) => ({ name, type })) },
  primaryType: 'Attestation',
  message: Object.fromEntries(members.map(([, name, value]) => [name, value])),
};

const privateKeys = [1, 2, 3].map((number) => hash(`signer ${number}`));
const signers = privateKeys.map((key) => privateKeyToAccount(key));
const compact = async (signer) => {
  const { r, s, yParity } = parseSignature(await signer.signTypedData(typed));
  return [r, word(BigInt(s) | (BigInt(yParity) << 255n))];
};
const section = (number, bytes) => concat([uint32(number), uint32((bytes.length - 2) / 2), bytes]);

async function bundle(indices) {
  const pairs = await Promise.all(indices.map((index) => compact(signers[index])));
  const set = [word(3), ...signers.map(({ address }) => pad(address))];
  const bitmap = indices.reduce((bits, index) => bits | (1 << index), 0);
  return concat([
    toHex('VMB1'),
    uint32(1),
    ...evidence.map((bytes, index) => section(index + 1, bytes)),
    section(7, encodeAbiParameters(members.map(([type]) => ({ type })), members.map(([, , value]) => value))),
    section(8, concat([word(bitmap), word(2), ...pairs.flat(), ...set])),
    section(9, toHex('notes')),
  ]).toLowerCase();
}

const vectors = {
  note: 'written by scripts/generate-bundle-vectors.mjs with viem',
  domain,
  privateKeys,
  bundleHash,
  digest: hashTypedData(typed),
  unsigned: await bundle([]),
  signedByThird: await bundle([2]),
  signedByFirstAndThird: await bundle([0, 2]),
};
writeFileSync(new URL('../tests/vectors/bundle.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
