using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Notes of a bundle made by this process.</summary>
    public static ReadOnlyMemory<byte> Write(Eip712Domain domain) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["chainId"] = $"{domain.ChainId}",
        ["verifier"] = domain.VerifyingContract.ToString(),
        ["package"] = $"Verifiable.Engine {typeof(Engine.Margin.PortfolioMargin).Assembly.GetName().Version}",
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["processor"] = Avx512F.IsSupported ? "AVX-512" : RuntimeInformation.ProcessArchitecture.ToString(),
    });

    /// <summary>The domain that the notes name.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.BundleMalformed"/>: the notes name none.</exception>
    public static Eip712Domain ReadDomain(ReadOnlyMemory<byte> notes, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(notes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            JsonElement root = document.RootElement;
            string chainId = root.GetProperty("chainId").GetString() ?? string.Empty;
            string verifier = root.GetProperty("verifier").GetString() ?? string.Empty;
            return MarginAttestation.Domain(
                BigInteger.Parse(chainId, NumberStyles.None, CultureInfo.InvariantCulture),
                Address.Parse(verifier, file, "/verifier"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException
            or System.Collections.Generic.KeyNotFoundException)
        {
            throw new MarginException(
                ErrorCode.BundleMalformed, file, "NOTES", fault.Message, "the chain id and verifier of the signatures");
        }
    }
}
