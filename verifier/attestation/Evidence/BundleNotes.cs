using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Evidence;

/// <summary>
/// The section NOTES: the signing domain, and what made the bundle. No hash covers it, and nothing has to believe it: a
/// wrong domain gives a digest that no signature fits.
/// </summary>
public static class BundleNotes
{
    private const int MaxDepth = 4;
    private const int MaxChainIdDigits = 78;

    /// <summary>Notes of a bundle made by this process.</summary>
    /// <param name="domain">The signing domain.</param>
    /// <param name="withdrawal">The attested payment, whose hash the attestation names; null if there is none.</param>
    public static ReadOnlyMemory<byte> Write(Eip712Domain domain, WithdrawAction? withdrawal = null)
    {
        JsonObject notes = new()
        {
            ["chainId"] = $"{domain.ChainId}",
            ["verifier"] = domain.VerifyingContract.ToString(),
            ["package"] = $"Verifiable.Engine {typeof(Engine.Margin.PortfolioMargin).Assembly.GetName().Version}",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["processor"] = Avx512F.IsSupported ? "AVX-512" : RuntimeInformation.ProcessArchitecture.ToString(),
        };
        if (withdrawal is not null)
        {
            notes["withdraw"] = new JsonObject
            {
                ["asset"] = (int)withdrawal.AssetIndex,
                ["amount"] = $"{withdrawal.Amount}",
                ["recipient"] = withdrawal.Recipient.ToString(),
            };
        }

        return JsonSerializer.SerializeToUtf8Bytes(notes);
    }

    /// <summary>The notes with who is paid on Neo.</summary>
    /// <param name="notes">What <see cref="Write"/> wrote.</param>
    /// <param name="recipient">The script hash whose place in the attested hash they name.</param>
    public static ReadOnlyMemory<byte> WithNeo(ReadOnlyMemory<byte> notes, Address recipient)
    {
        JsonObject noted = JsonNode.Parse(notes.Span)!.AsObject();
        noted["neo"] = new JsonObject { ["recipient"] = ScriptHash.Format(recipient) };
        return JsonSerializer.SerializeToUtf8Bytes(noted);
    }

    /// <summary>The payment that the notes describe, checked against the attested hash.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>: the notes describe none; <see cref="ErrorCode.HashMismatch"/>: another.
    /// </exception>
    public static WithdrawAction ReadWithdrawal(Bundle bundle, string file)
    {
        WithdrawAction action = Read(bundle.Notes, file, "the attested payment", root =>
        {
            JsonElement noted = root.GetProperty("withdraw");
            return new WithdrawAction(
                bundle.Attestation.Account,
                noted.GetProperty("asset").GetByte(),
                UInt128.Parse(noted.GetProperty("amount").GetString() ?? string.Empty, CultureInfo.InvariantCulture),
                Address.Parse(noted.GetProperty("recipient").GetString() ?? string.Empty, file, "/withdraw/recipient"));
        });
        return action.Hash() == bundle.Attestation.ActionHash
            ? action
            : throw new MarginException(
                ErrorCode.HashMismatch, file, "actionHash", $"{bundle.Attestation.ActionHash}", $"{action.Hash()}");
    }

    /// <summary>Who is paid on Neo, as the notes name him; the attested hash judges it.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.BundleMalformed"/>: the notes name nobody.</exception>
    public static Address ReadNeo(Bundle bundle, string file) =>
        Read(bundle.Notes, file, "who is paid on Neo", root => ScriptHash.Parse(
            root.GetProperty("neo").GetProperty("recipient").GetString() ?? string.Empty, file, "/neo/recipient"));

    /// <summary>The domain that the notes name.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.BundleMalformed"/>: the notes name none.</exception>
    public static Eip712Domain ReadDomain(ReadOnlyMemory<byte> notes, string file) =>
        Read(notes, file, "the chain id and verifier of the signatures", root => MarginAttestation.Domain(
            ReadChainId(root.GetProperty("chainId").GetString() ?? string.Empty),
            Address.Parse(root.GetProperty("verifier").GetString() ?? string.Empty, file, "/verifier")));

    /// <summary>Decimal digits of at most one word; longer text is not parsed: that takes quadratic time.</summary>
    private static BigInteger ReadChainId(string text)
    {
        BigInteger chainId = text.Length <= MaxChainIdDigits
            ? BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : Eip712Domain.MaxChainId + 1;
        return chainId <= Eip712Domain.MaxChainId
            ? chainId
            : throw new FormatException("A chain id has at most 256 bits.");
    }

    private static T Read<T>(ReadOnlyMemory<byte> notes, string file, string accepted, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(notes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException
            or OverflowException or KeyNotFoundException)
        {
            throw new MarginException(ErrorCode.BundleMalformed, file, "NOTES", fault.Message, accepted);
        }
    }
}
