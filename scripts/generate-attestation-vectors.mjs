// Writes tests/vectors/attestation-eip712.json: EIP-712 digests of every struct that a committee signs, computed by
// viem and by ethers, which must agree. With --check it compares with the committed file instead.
//
//   node scripts/generate-attestation-vectors.mjs [--check]

import { readFileSync, writeFileSync } from "node:fs";
import { AbiCoder, Signature, SigningKey, TypedDataEncoder, computeAddress } from "ethers";
import { hashStruct, hashTypedData, keccak256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const output = new URL("../tests/vectors/attestation-eip712.json", import.meta.url);

/** Members as `type name` pairs, in signing order. */
const structs = {
  Attestation: [
    ["address", "consumer"],
    ["bytes32", "account"],
    ["uint64", "sequence"],
    ["bytes32", "priorBookHash"],
    ["bytes32", "bookHash"],
    ["int128", "cash"],
    ["bytes32", "actionHash"],
    ["bytes32", "engineId"],
    ["bytes32", "parametersHash"],
    ["bytes32", "scenarioHash"],
    ["uint64", "round"],
    ["bytes32", "marketHash"],
    ["bytes32", "totalsHash"],
    ["int128", "equity"],
    ["uint128", "initialMargin"],
    ["uint128", "maintenanceMargin"],
    ["uint128", "valueAtRisk"],
    ["uint128", "expectedShortfall"],
    ["int128", "priorExcess"],
    ["bytes32", "bundleHash"],
    ["uint64", "validUntil"],
    ["uint64", "blockNumber"],
    ["bytes32", "blockHash"],
    ["uint64", "epoch"],
    ["uint8", "purpose"],
  ],
  Batch: [
    ["bytes32", "root"],
    ["uint32", "count"],
    ["uint8", "depth"],
    ["uint64", "epoch"],
    ["bytes32", "marketHash"],
    ["bytes32", "parametersHash"],
    ["uint8", "purpose"],
    ["uint64", "validUntil"],
  ],
  MarketSnapshot: [
    ["uint64", "round"],
    ["uint64", "observedAt"],
    ["bytes32", "marketHash"],
    ["uint64", "epoch"],
  ],
  Settlement: [
    ["bytes32", "underlying"],
    ["uint64", "expiry"],
    ["int64", "price"],
    ["uint64", "epoch"],
  ],
};

const domains = {
  margin: {
    name: "VerifiableMargin",
    version: "1",
    chainId: 31337,
    verifyingContract: "0x1111111111111111111111111111111111111111",
  },
  market: {
    name: "VerifiableMarket",
    version: "1",
    chainId: 1,
    verifyingContract: "0x2222222222222222222222222222222222222222",
  },
};

const domainOf = { Attestation: "margin", Batch: "margin", MarketSnapshot: "market", Settlement: "market" };

/** Well-known development keys 0 to 2 of the mnemonic "test test ... junk". */
const keys = [
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
  "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a",
];

/** The value of a member for a case: all zero, the type's largest or smallest, or one of its own. */
function member(kind, type, name) {
  const signed = type.startsWith("int");
  // An expiry has 40 bits in an instrument identifier, whatever the struct would hold.
  const bits = name === "expiry" ? 40n : BigInt(type.replace(/\D/g, "") || 160);
  if (type === "address" || type === "bytes32") {
    const width = type === "address" ? 40 : 64;
    if (kind === "zero") return "0x" + "0".repeat(width);
    if (kind === "largest" || kind === "smallest") return "0x" + "f".repeat(width);
    return "0x" + keccak256(stringToHex(name)).slice(2, 2 + width);
  }
  if (name === "purpose") return { zero: 0n, largest: 5n, smallest: 2n, ordinary: 1n, negative: 4n }[kind];
  if (kind === "zero") return 0n;
  if (kind === "largest") return (1n << (bits - (signed ? 1n : 0n))) - 1n;
  if (kind === "smallest") return signed ? -(1n << (bits - 1n)) : 1n;
  const own = BigInt(keccak256(stringToHex(name))) % (1n << ((bits * 3n) / 4n));
  return signed && kind === "negative" ? -own : own;
}

function vector(primaryType, kind) {
  const domain = domains[domainOf[primaryType]];
  const fields = structs[primaryType].map(([type, name]) => ({ name, type }));
  const types = { [primaryType]: fields };
  const message = Object.fromEntries(fields.map(({ name, type }) => [name, member(kind, type, name)]));

  const encoder = TypedDataEncoder.from(types);
  const digest = same(
    "digest",
    hashTypedData({ domain, types, primaryType, message }),
    TypedDataEncoder.hash(domain, types, message),
  );
  const structHash = same(
    "structHash",
    hashStruct({ data: message, primaryType, types }),
    TypedDataEncoder.hashStruct(primaryType, types, message),
  );
  const encoded = AbiCoder.defaultAbiCoder().encode(
    fields.map(({ type }) => type),
    fields.map(({ name }) => message[name]),
  );
  const typeHash = keccak256(stringToHex(encoder.encodeType(primaryType)));
  same("structHash of words", keccak256(typeHash + encoded.slice(2)), structHash);
  const signatures = keys.map((key) => compact(key, digest));
  return {
    primaryType,
    kind,
    domain: domainOf[primaryType],
    typeHash,
    message: Object.fromEntries(Object.entries(message).map(([name, value]) => [name, String(value)])),
    encoded,
    structHash,
    digest,
    signatures,
  };
}

/** An EIP-2098 signature; the recovery by viem's account must name the same key. */
function compact(key, digest) {
  const signature = Signature.from(new SigningKey(key).sign(digest));
  same("signer", computeAddress(key), privateKeyToAccount(key).address);
  return { signer: computeAddress(key), r: signature.r, vs: signature.yParityAndS };
}

function same(what, left, right) {
  if (left !== right) throw new Error(`${what}: viem ${left}, ethers ${right}`);
  return left;
}

const typeStrings = Object.fromEntries(
  Object.keys(structs).map((name) => [name, `${name}(${structs[name].map((pair) => pair.join(" ")).join(",")})`]),
);
const kinds = ["zero", "ordinary", "negative", "largest", "smallest"];
const cases = Object.keys(structs).flatMap((name) => kinds.map((kind) => vector(name, kind)));
const text = JSON.stringify({ domains, typeStrings, count: cases.length, cases }, null, 2) + "\n";

if (process.argv.includes("--check")) {
  if (readFileSync(output, "utf8") !== text) throw new Error("tests/vectors/attestation-eip712.json is out of date");
} else {
  writeFileSync(output, text);
}
process.stdout.write(`${cases.length} cases, viem equals ethers\n`);
