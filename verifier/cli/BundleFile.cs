using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents;
using Verifiable.Documents.Files;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Bundles and signer sets as the verbs read them.</summary>
internal static class BundleFile
{
    private const int MaxSignersBytes = 64 * 1024;

    internal static Argument<string> File { get; } = new("FILE.vmb") { Description = "A replay bundle, as attest writes it." };

    internal static Option<string?> Signers { get; } = new("--signers")
    {
        Description = "The committee you trust: { \"threshold\": 3, \"signers\": [\"0x...\"] }. Without it the "
            + "bundle's own set is checked, which shows who signed but not that they may.",
        HelpName = "FILE",
    };

    internal static Option<string?> ChainId { get; } = new("--chain-id")
    {
        Description = "The chain that the signatures are for; without it the bundle's notes say.",
    };

    internal static Option<string?> Verifier { get; } = new("--verifier")
    {
        Description = "The committee's MarginVerifier that the signatures are for; without it the bundle's notes say.",
        HelpName = "ADDRESS",
    };

    /// <summary>Reads a bundle; a document that is given in its place is refused with the verb that reads it.</summary>
    internal static Bundle Read(string path)
    {
        byte[] content = InputFile.Read(path, Bundle.MaxBytes);
        try
        {
            return Bundle.Decode(content, path);
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.BundleMalformed
            && DocumentKind.FindSchema(content) is string schema)
        {
            string kind = DocumentKind.Of(schema)!;
            string fit = kind is "result" or "error"
                ? $"{schema} is JSON as it stands, and schema {kind} describes it"
                : kind == "history" ? $"calibrate and backtest read {schema}" : $"margin --{kind} reads {schema}";
            throw new MarginException(
                ErrorCode.DocumentKindMismatch, path, "/schema", schema, $"a replay bundle, as attest writes it; {fit}");
        }
    }

    internal static Eip712Domain Domain(ParseResult parsed, Bundle bundle, string path)
    {
        string? chainId = parsed.GetValue(ChainId);
        string? verifier = parsed.GetValue(Verifier);
        if (chainId is not null && verifier is not null)
        {
            return MarginAttestation.Domain(ParseChainId(chainId), Address.Parse(verifier, string.Empty, "--verifier"));
        }

        Eip712Domain noted = BundleNotes.ReadDomain(bundle.Notes, path);
        return noted with
        {
            ChainId = chainId is null ? noted.ChainId : ParseChainId(chainId),
            VerifyingContract = verifier is null
                ? noted.VerifyingContract
                : Address.Parse(verifier, string.Empty, "--verifier"),
        };
    }

    /// <summary>The committee to check against: the file's that the caller trusts, else the bundle's own.</summary>
    internal static SignerSet Committee(ParseResult parsed, Bundle bundle) =>
        parsed.GetValue(Signers) is string file ? ReadSigners(file) : bundle.Signatures.Signers;

    private static BigInteger ParseChainId(string text) =>
        WholeNumberText.Parse(text, BigInteger.One, Eip712Domain.MaxChainId, "--chain-id");

    internal static SignerSet ReadSigners(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(BoundedFile.Read(file, MaxSignersBytes));
            IReadOnlyList<Address> signers = [.. document.RootElement.GetProperty("signers").EnumerateArray()
                .Select(signer => Address.Parse(signer.GetString() ?? string.Empty, file, "/signers"))];
            return new SignerSet(signers, document.RootElement.GetProperty("threshold").GetInt32(), file);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            throw new MarginException(
                ErrorCode.JsonMalformed, file, "/", fault.Message, "{ \"threshold\": 3, \"signers\": [\"0x...\"] }");
        }
    }
}
