// Writes tests/vectors/attestation-signing.json: attestations with their EIP-712 hashes and signatures, and signer sets
// with their hashes. Every row is computed by viem and by ethers, and is written only where both agree.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { TypedDataEncoder, Wallet, keccak256 as ethersKeccak256, solidityPacked } from 'ethers';
import { concat, hashStruct, hashTypedData, keccak256, pad, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const members =
  'address consumer,bytes32 account,uint64 sequence,bytes32 priorBookHash,bytes32 bookHash,int128 cash,' +
  'bytes32 actionHash,bytes32 engineId,bytes32 parametersHash,bytes32 scenarioHash,uint64 round,bytes32 marketHash,' +
  'bytes32 totalsHash,int128 equity,uint128 initialMargin,uint128 maintenanceMargin,uint128 valueAtRisk,' +
  'uint128 expectedShortfall,int128 priorExcess,bytes32 bundleHash,uint64 validUntil,uint64 blockNumber,' +
  'bytes32 blockHash,uint64 epoch,uint8 purpose';
const types = {
  Attestation: members.split(',').map((member) => {
    const [type, name] = member.split(' ');
    return { name, type };
  }),
};

// The numbers of a row come from a counter's hashes, so that the file is the same on every machine.
let counter = 0;
const random = (bits) => BigInt(keccak256(toHex(`attestation vector ${counter++}`))) & ((1n << BigInt(bits)) - 1n);

const bitsOf = (type) => (type === 'address' ? 160 : type === 'bytes32' ? 256 : Number(type.replace(/\D/g, '')));

function value({ name, type }, kind) {
  const bits = bitsOf(type);
  const signed = type.startsWith('int');
  const top = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  if (name === 'purpose') {
    return { zero: 0n, max: 5n, min: 1n }[kind] ?? 1n + (random(8) % 5n);
  }
  return { zero: 0n, max: top, min: signed ? -top - 1n : 1n }[kind] ?? random(bits) - (signed ? top + 1n : 0n);
}

function text({ type }, number) {
  if (type === 'address') return pad(toHex(number), { size: 20 });
  return type === 'bytes32' ? pad(toHex(number), { size: 32 }) : number.toString();
}

function domain(chainId, number) {
  return { name: 'VerifiableMargin', version: '1', chainId, verifyingContract: pad(toHex(number), { size: 20 }) };
}

async function attestation(kind, chainId) {
  const row = {
    name: kind,
    domain: domain(chainId, random(160)),
    message: Object.fromEntries(types.Attestation.map((member) => [member.name, text(member, value(member, kind))])),
  };
  const privateKey = pad(toHex(random(255)), { size: 32 });
  const typed = { domain: row.domain, types, primaryType: 'Attestation', message: row.message };
  const digest = hashTypedData(typed);
  const structHash = hashStruct({ data: row.message, primaryType: 'Attestation', types });
  const signature = await privateKeyToAccount(privateKey).signTypedData(typed);
  assert.equal(digest, TypedDataEncoder.hash(row.domain, types, row.message));
  assert.equal(structHash, TypedDataEncoder.from(types).hash(row.message));
  assert.equal(signature, await new Wallet(privateKey).signTypedData(row.domain, types, row.message));
  return { ...row, structHash, digest, privateKey, signature };
}

function signerSet(count) {
  const key = () => pad(toHex(random(255)), { size: 32 });
  const signers = Array.from({ length: count }, () => privateKeyToAccount(key()).address);
  const tag = keccak256(toHex('VM1.SIGNERS'));
  const word = (hex) => pad(hex, { size: 32 });
  const setHash = keccak256(concat([tag, word(toHex(count)), ...signers.map((signer) => word(signer.toLowerCase()))]));
  const packed = solidityPacked(['bytes32', 'uint256', 'address[]'], [tag, count, signers]);
  assert.equal(setHash, ethersKeccak256(packed));
  return { signers, setHash };
}

const attestations = [];
for (const kind of ['zero', 'max', 'min', ...Array.from({ length: 12 }, (_, index) => `random-${index}`)]) {
  attestations.push(await attestation(kind, 1 + Number(random(32))));
}

const vectors = {
  note: 'written by scripts/generate-signing-vectors.mjs; every row is equal in viem and ethers',
  typeString: `Attestation(${members})`,
  typeHash: keccak256(toHex(`Attestation(${members})`)),
  attestations,
  signerSets: [1, 2, 3, 5, 32].map(signerSet),
};
const path = new URL('../tests/vectors/attestation-signing.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(vectors, null, 2)}\n`);
