using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Neo;
using Neo.SmartContract;
using Neo.Wallets;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>The accounts of tests: one key each, so that a node over RPC takes their signatures.</summary>
internal static class Parties
{
    private static readonly Dictionary<UInt160, KeyPair> Keys = Enumerable.Range(1, 4)
        .Select(static number => new KeyPair(SHA256.HashData([(byte)(100 + number)])))
        .ToDictionary(static key => Contract.CreateSignatureContract(key.PublicKey).ScriptHash);

    /// <summary>The account with a number from 1.</summary>
    internal static UInt160 Of(int number) => Keys.Keys.ElementAt(number - 1);

    /// <summary>The key of an account.</summary>
    internal static KeyPair KeyOf(UInt160 account) => Keys[account];
}
