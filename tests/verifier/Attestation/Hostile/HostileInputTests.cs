using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Encoding;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Attestation.Signing;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Hostile;

public sealed partial class HostileInputTests(ITestOutputHelper output)
{
    private static readonly byte[][] Bundles =
    [
        .. new[] { "unsigned", "signedByThird", "signedByFirstAndThird" }.Select(BundleVectors.Bytes),
        WithNeo(BundleVectors.Bytes("signedByFirstAndThird")),
    ];

    private static readonly byte[][] Keystores =
        [.. new[] { KeystoreTests.WithPbkdf2, KeystoreTests.WithScrypt }.Select(System.Text.Encoding.UTF8.GetBytes)];

    // What a hostile file would put where a number is expected.
    private static readonly string[] Numbers =
    [
        "0", "-1", "1e9", "2147483647", "2147483648", "99999999999999999999", "0.5", "\"32\"", "null", "[]", "{}",
        "true",
    ];

    [Fact]
    public void Rlp_HostileInputs_AreRefusedOrCanonical()
    {
        byte[][] valid = [.. Transactions().Select(transaction => transaction[1..])];

        Campaign campaign = Campaign.Run(
            output, random => Mutation.Next(random, valid), input => Rlp.Encode(Rlp.Decode(input)));

        AssertTyped(campaign, ErrorCode.RlpMalformed);
    }

    [Fact]
    public void Transaction_HostileInputs_AreRefusedOrCanonical()
    {
        byte[][] valid = Transactions();

        Campaign campaign = Campaign.Run(output, random => Mutation.Next(random, valid), ReadBackTransaction);

        AssertTyped(campaign, ErrorCode.TransactionMalformed);
    }

    [Fact]
    public void Bundle_HostileInputs_AreRefusedOrCanonical()
    {
        Campaign campaign = Campaign.Run(
            output, random => Mutation.Next(random, Bundles), input => Bundle.Decode(input).Encode());

        AssertTyped(
            campaign,
            ErrorCode.BundleMalformed,
            ErrorCode.BundleVersionUnknown,
            ErrorCode.ThresholdOutOfRange,
            ErrorCode.DuplicateSigner,
            ErrorCode.ZeroSigner,
            ErrorCode.TooManySigners,
            ErrorCode.BitmapOutOfRange,
            ErrorCode.WrongSignatureCount);
    }

    [Fact]
    public void Keystore_HostileInputs_AreRefusedOrStable()
    {
        Campaign campaign = Campaign.Run(output, NextKeystore, ReadBackKeystore);

        AssertTyped(campaign, ErrorCode.KeystoreMalformed);
    }

    [Fact]
    public void TypedData_HostileInputs_AreRefusedOrHashed()
    {
        byte[][] valid = [System.Text.Encoding.UTF8.GetBytes(TypedDataTests.Transfer)];

        Campaign campaign = Campaign.Run(output, random => Mutation.Next(random, valid), ReadTypedData);

        AssertTyped(campaign, ErrorCode.TypedDataMalformed);
    }

    private static void AssertTyped(Campaign campaign, params ErrorCode[] names)
    {
        Assert.Empty(campaign.Faults);
        Assert.Empty(campaign.Refused.Keys.Except(names));
        Assert.InRange(campaign.Slowest, TimeSpan.Zero, Campaign.Bound);

        // A campaign whose every input was refused would not have tried the checks behind the first.
        Assert.NotEqual(0, campaign.Accepted);
        Assert.NotEmpty(campaign.Refused);
    }

    /// <summary>Valid transactions of several shapes, signed by one key.</summary>
    private static byte[][] Transactions()
    {
        using PrivateKey key = new([.. new byte[31], 7]);
        Eip1559Transaction plain = new()
        {
            ChainId = 31337,
            Nonce = 5,
            MaxPriorityFeePerGas = 1_000_000_000,
            MaxFeePerGas = 30_000_000_000,
            GasLimit = 90_000,
            To = key.Address,
            Value = 1,
        };
        AccessListEntry entry = new(key.Address, [default, new(1, 2, 3, 4)]);
        Eip1559Transaction[] shapes =
        [
            plain,
            plain with { To = null, Data = new byte[200] },
            plain with { AccessList = [entry, entry], Data = new byte[] { 1 } },
        ];
        return [.. shapes.Select(shape => shape.Sign(key).Raw.ToArray())];
    }

    /// <summary>Written back from the decoded fields and signature, not from the kept bytes.</summary>
    private static byte[] ReadBackTransaction(byte[] input)
    {
        SignedTransaction decoded = Eip1559Transaction.Decode(input);
        Assert.NotEqual(default(Address), decoded.Sender);
        List<RlpItem> fields = [.. Rlp.Decode(input.AsMemory(1)).Items];
        return
        [
            input[0],
            .. Rlp.Encode(RlpItem.OfList(
            [
                .. fields.Take(9),
                RlpItem.OfNumber(decoded.Signature.Parity),
                RlpItem.OfNumber(new(decoded.Signature.R.ToArray(), isUnsigned: true, isBigEndian: true)),
                RlpItem.OfNumber(new(decoded.Signature.S.ToArray(), isUnsigned: true, isBigEndian: true)),
            ])),
        ];
    }

    /// <summary>Bytes changed at random rarely leave JSON, so half of the inputs change one number instead.</summary>
    private static byte[] NextKeystore(Seeded random)
    {
        if (random.Coin())
        {
            return Mutation.Next(random, Keystores);
        }

        string json = System.Text.Encoding.UTF8.GetString(random.Pick<byte[]>(Keystores));
        MatchCollection numbers = Number().Matches(json);
        Match chosen = numbers[(int)random.Between(0, numbers.Count - 1)];
        string number = random.Coin() ? random.Pick<string>(Numbers) : $"{random.OfAnyMagnitude(40)}";
        return System.Text.Encoding.UTF8.GetBytes(
            string.Concat(json.AsSpan(0, chosen.Index), number, json.AsSpan(chosen.Index + chosen.Length)));
    }

    /// <summary>JSON has many spellings, so what must not change is what the reader writes.</summary>
    private static byte[] ReadBackKeystore(byte[] input)
    {
        byte[] first = Keystore.Parse(input).ToJson();
        Assert.Equal(first, Keystore.Parse(first).ToJson());
        Assert.True(IsAffordable(JsonNode.Parse(first)!["crypto"]!["kdfparams"]!));
        return input;
    }

    /// <summary>
    /// 256 MiB at 128 n r bytes, and 2^22 n r p or ten million iterations of work, as the reader promises.
    /// </summary>
    private static bool IsAffordable(JsonNode parameters)
    {
        if (parameters["c"] is { } iterations)
        {
            return (long)iterations is > 0 and <= 10_000_000;
        }

        Int128 memory = (Int128)128 * (long)parameters["n"]! * (long)parameters["r"]!;
        return memory <= 256 << 20 && memory * (long)parameters["p"]! <= 128L << 22;
    }

    private static byte[] ReadTypedData(byte[] input)
    {
        Assert.NotEqual(default, TypedData.Parse(input).Digest);
        return input;
    }

    [GeneratedRegex(@"(?<=: )\d+")]
    private static partial Regex Number();

    private static byte[] WithNeo(byte[] bundle)
    {
        Bundle read = Bundle.Decode(bundle);
        return read.WithNeo(new NeoPart(860_833_102, read.Attestation, read.Signatures)).Encode();
    }
}
