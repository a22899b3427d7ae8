using System;
using System.Text.Json;
using Verifiable.Attestation.Encoding;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Neo;

/// <summary>The state of a vault on Neo that an attestation is bound to.</summary>
/// <param name="Domain">The network and the vault.</param>
/// <param name="Account">The account, the script hash of its owner.</param>
/// <param name="Recipient">Who is paid on Neo; zero where nothing is.</param>
/// <param name="Sequence">The account's sequence before the action.</param>
/// <param name="Epoch">The number of the attesters' committee.</param>
/// <param name="Round">The market's latest round there.</param>
/// <param name="BlockNumber">The block whose state was read.</param>
/// <param name="BlockHash">Its hash.</param>
public sealed record NeoBinding(
    NeoDomain Domain,
    Address Account,
    Address Recipient,
    ulong Sequence,
    ulong Epoch,
    ulong Round,
    ulong BlockNumber,
    Bytes32 BlockHash)
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string Accepted =
        "{ \"network\": 860833102, \"vault\": \"0x...\", \"account\": \"0x...\", \"recipient\": \"0x...\", "
        + "\"sequence\": 0, \"epoch\": 1, \"round\": 1, \"blockNumber\": 1, \"blockHash\": \"0x...\" }";

    private static readonly string[] Members =
    [
        "network", "vault", "account", "recipient", "sequence", "epoch", "round", "blockNumber", "blockHash",
    ];

    /// <summary>Reads the JSON document; <c>recipient</c> alone may be left out.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.JsonMalformed"/> or <see cref="ErrorCode.HexMalformed"/>.
    /// </exception>
    public static NeoBinding Read(ReadOnlyMemory<byte> json, string file)
    {
        JsonElement root = StrictJson.Parse(json, MaxBytes, ErrorCode.JsonMalformed, file);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Malformed(file, "/", $"{root.ValueKind}");
        }

        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (Array.IndexOf(Members, member.Name) < 0)
            {
                throw Malformed(file, "/", member.Name);
            }
        }

        Address recipient = root.TryGetProperty("recipient", out _) ? Hash(root, "recipient", file) : default;
        return new NeoBinding(
            new NeoDomain((uint)Number(root, "network", uint.MaxValue, file), Hash(root, "vault", file)),
            Hash(root, "account", file),
            recipient,
            Number(root, "sequence", long.MaxValue, file),
            Number(root, "epoch", long.MaxValue, file),
            Number(root, "round", long.MaxValue, file),
            Number(root, "blockNumber", uint.MaxValue, file),
            HexText.Parse(Text(root, "blockHash", file), file, "/blockHash"));
    }

    private static Address Hash(JsonElement root, string member, string file) =>
        ScriptHash.Parse(Text(root, member, file), file, $"/{member}");

    private static string Text(JsonElement root, string member, string file) =>
        root.TryGetProperty(member, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw Malformed(file, $"/{member}", Shown(root, member));

    private static ulong Number(JsonElement root, string member, ulong most, string file) =>
        root.TryGetProperty(member, out JsonElement number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetUInt64(out ulong value) && value <= most
            ? value
            : throw Malformed(file, $"/{member}", Shown(root, member));

    private static string Shown(JsonElement root, string member) =>
        root.TryGetProperty(member, out JsonElement found) ? found.GetRawText() : string.Empty;

    private static MarginException Malformed(string file, string path, string value) =>
        new(ErrorCode.JsonMalformed, file, path, value, Accepted);
}
