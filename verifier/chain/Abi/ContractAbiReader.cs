using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>Reads the JSON ABI that Solidity compilers write.</summary>
public static class ContractAbiReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>Reads a JSON array of functions, events and errors.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public static ContractAbi Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Refuse("/", failure.Message, "a JSON array");
        }
    }

    /// <summary>Reads the array out of a larger document.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>.</exception>
    public static ContractAbi Read(JsonElement abi)
    {
        if (abi.ValueKind != JsonValueKind.Array)
        {
            throw Refuse("/", abi.ValueKind.ToString(), "an array of functions, events and errors");
        }

        JsonElement[] entries = [.. abi.EnumerateArray()];
        ILookup<string, JsonElement> byKind = entries.ToLookup(entry => Text(entry, "type"));
        return new ContractAbi(
            [.. byKind["constructor"].Take(1).SelectMany(entry => Parameters(entry, "inputs", 0))],
            [.. byKind["function"].Select(ReadFunction)],
            [.. byKind["event"].Where(entry => !Flag(entry, "anonymous")).Select(ReadEvent)],
            [.. byKind["error"].Select(entry => new AbiError(Text(entry, "name"), Parameters(entry, "inputs", 0)))]);
    }

    private static AbiFunction ReadFunction(JsonElement entry) => new(
        Text(entry, "name"),
        Parameters(entry, "inputs", 0),
        Parameters(entry, "outputs", 0),
        ReadsOnly: OptionalText(entry, "stateMutability") is "view" or "pure");

    private static AbiEvent ReadEvent(JsonElement entry) => new(Text(entry, "name"), Parameters(entry, "inputs", 0));

    private static ImmutableArray<AbiParameter> Parameters(JsonElement entry, string member, int depth)
    {
        if (depth > AbiType.MaxDepth)
        {
            throw Refuse(member, $"depth {depth}", $"at most {AbiType.MaxDepth}");
        }

        if (!entry.TryGetProperty(member, out JsonElement list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(parameter => ReadParameter(parameter, depth))]
            : throw Refuse(member, list.ValueKind.ToString(), "an array");
    }

    private static AbiParameter ReadParameter(JsonElement parameter, int depth)
    {
        string type = Text(parameter, "type");
        AbiType parsed = AbiTypeParser.ParseWithComponents(type, Parameters(parameter, "components", depth + 1));
        return new AbiParameter(OptionalText(parameter, "name"), parsed, Flag(parameter, "indexed"));
    }

    private static string Text(JsonElement entry, string member) =>
        OptionalText(entry, member) is { Length: > 0 } text
            ? text
            : throw Refuse(member, entry.ToString(), $"an object with a text '{member}'");

    private static string OptionalText(JsonElement entry, string member) =>
        entry.ValueKind == JsonValueKind.Object
        && entry.TryGetProperty(member, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : string.Empty;

    private static bool Flag(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static MarginException Refuse(string path, string value, string accepted) =>
        new(ErrorCode.AbiMalformed, "ABI", path, value, accepted);
}
