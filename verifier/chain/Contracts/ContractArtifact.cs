using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>
/// A compiled contract as Hardhat writes it: its ABI and its creation code, which may await libraries.
/// </summary>
public sealed class ContractArtifact
{
    private const int AddressDigits = 40;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };
    private readonly string _creationDigits;
    private readonly ImmutableArray<LibraryPlace> _places;
    private readonly string _file;

    private ContractArtifact(string file, JsonElement root)
    {
        _file = file;
        Name = Text(root, "contractName");
        Source = Text(root, "sourceName");
        Abi = ContractAbiReader.Read(Member(root, "abi"));
        string bytecode = Text(root, "bytecode");
        _creationDigits = bytecode.StartsWith("0x", StringComparison.Ordinal)
            ? bytecode[2..]
            : throw Refuse("/bytecode", bytecode[..Math.Min(bytecode.Length, 10)], "0x and hexadecimal digits");
        _places = [.. ReadPlaces(root)];
        Libraries = [.. _places.Select(place => place.Library).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The contract's name.</summary>
    public string Name { get; }

    /// <summary>The source file's path in the project.</summary>
    public string Source { get; }

    /// <summary>The ABI.</summary>
    public ContractAbi Abi { get; }

    /// <summary>The names of the libraries that the creation code awaits, in order.</summary>
    public ImmutableArray<string> Libraries { get; }

    /// <summary>Reads an artifact file.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>, or <see cref="ErrorCode.AbiMalformed"/> for its ABI.
    /// </exception>
    public static ContractArtifact Load(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            using JsonDocument document = JsonDocument.Parse(stream, Strict);
            return new ContractArtifact(file, document.RootElement);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            throw new MarginException(
                ErrorCode.ArtifactUnknown, file, string.Empty, failure.Message, "an artifact that Hardhat wrote");
        }
    }

    /// <summary>The creation code with its libraries' addresses in place.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ArtifactUnknown"/>: a library is missing, or no code.
    /// </exception>
    public byte[] Link(IReadOnlyDictionary<string, Address> libraries)
    {
        char[] digits = _creationDigits.ToCharArray();
        foreach (LibraryPlace place in _places)
        {
            Address address = libraries.TryGetValue(place.Library, out Address found)
                ? found
                : throw Refuse("/linkReferences", place.Library, "the address of every linked library");
            string linked = address.Word.ToString();
            if (place.StartDigit < 0 || place.StartDigit > digits.Length - AddressDigits)
            {
                throw Refuse("/linkReferences", place.Library, "a place inside the code");
            }

            linked.AsSpan(linked.Length - AddressDigits).CopyTo(digits.AsSpan(place.StartDigit));
        }

        byte[] code = new byte[digits.Length / 2];
        bool whole = digits.Length > 0
            && digits.Length % 2 == 0
            && Convert.FromHexString(digits, code, out _, out _) == System.Buffers.OperationStatus.Done;
        return whole
            ? code
            : throw Refuse("/bytecode", $"{digits.Length} digits", "the code of a contract, not of an interface");
    }

    /// <summary>A text with an unpaired surrogate is the InvalidOperationException.</summary>
    private static bool IsUnreadable(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException;

    private IEnumerable<LibraryPlace> ReadPlaces(JsonElement root) =>
        from source in Members(Member(root, "linkReferences"))
        from library in Members(source.Value)
        from place in library.Value.ValueKind == JsonValueKind.Array ? library.Value.EnumerateArray() : default
        select new LibraryPlace(library.Name, 2 * Number(place, "start"));

    private JsonElement.ObjectEnumerator Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject()
            : throw Refuse("/linkReferences", element.ValueKind.ToString(), "an object");

    private string Text(JsonElement element, string name)
    {
        JsonElement member = Member(element, name);
        return member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw Refuse($"/{name}", member.ValueKind.ToString(), "a text");
    }

    private int Number(JsonElement element, string name)
    {
        JsonElement member = Member(element, name);
        int number = -1;
        bool isNumber = member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out number);
        return isNumber && number is >= 0 and < 1 << 20
            ? number
            : throw Refuse($"/{name}", member.ToString(), "a whole number below 2^20");
    }

    private JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : throw Refuse($"/{name}", string.Empty, "an artifact that Hardhat wrote");

    private MarginException Refuse(string path, string value, string accepted) =>
        new(ErrorCode.ArtifactUnknown, _file, path, value, accepted);

    private readonly record struct LibraryPlace(string Library, int StartDigit);
}
