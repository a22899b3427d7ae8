using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Verifiable.Attestation.Encoding;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// An EIP-712 document as wallets receive it in <c>eth_signTypedData_v4</c>: types, domain and message.
/// </summary>
public sealed class TypedData
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 256 * 1024;

    // An array type costs its length once per dimension, so the text is bounded before it is taken apart.
    private const int MaxTypeLength = 256;
    private static readonly string[] DocumentMembers = ["types", "primaryType", "domain", "message"];
    private static readonly string[] DomainMembers = ["name", "version", "chainId", "verifyingContract", "salt"];

    private readonly TypedDataSchema _schema = new();
    private readonly TypedDataValues _values;
    private readonly JsonElement _message;

    private TypedData(JsonElement root, string file)
    {
        _values = new TypedDataValues(_schema, file);
        RequireMembers(root, string.Empty, DocumentMembers, allRequired: true);
        PrimaryType = _values.Text(root.GetProperty("primaryType"), "/primaryType", "the name of a struct type");
        Domain = ReadDomain(root.GetProperty("domain"));
        ReadTypes(root.GetProperty("types"));
        if (!_schema.IsStruct(PrimaryType))
        {
            throw _values.Malformed("/primaryType", PrimaryType, "the name of a struct type");
        }

        _message = root.GetProperty("message");
        StructHash = _values.HashStruct(PrimaryType, _message, "/message");
    }

    /// <summary>The name of the message's struct type.</summary>
    public string PrimaryType { get; }

    /// <summary>The domain.</summary>
    public Eip712Domain Domain { get; }

    /// <summary>The hash of the message.</summary>
    public Bytes32 StructHash { get; }

    /// <summary>The digest that the wallet signs.</summary>
    public Bytes32 Digest => Domain.Digest(StructHash);

    /// <summary>Reads a document of UTF-8 JSON and hashes its message.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TypedDataMalformed"/>: no JSON of that form, a duplicate, missing or surplus member, an
    /// unknown type, or a value outside its type.
    /// </exception>
    public static TypedData Parse(ReadOnlyMemory<byte> json, string file = "") =>
        new(StrictJson.Parse(json, MaxBytes, ErrorCode.TypedDataMalformed, file), file);

    /// <summary>The type's full text, as its hash covers it: <c>Mail(Person from,...)Person(...)</c>.</summary>
    public string EncodeType() => _schema.EncodeType(PrimaryType);

    /// <summary>The type's hash and the message's words: the preimage of <see cref="StructHash"/>.</summary>
    public byte[] EncodeData() => _values.EncodeStruct(PrimaryType, _message, "/message").ToArray();

    private void ReadTypes(JsonElement types)
    {
        _values.Require(types.ValueKind == JsonValueKind.Object, "/types", types, "an object");
        foreach (JsonProperty entry in types.EnumerateObject())
        {
            string name = entry.Name;
            string path = $"/types/{name}";
            List<TypedDataMember> members = ReadMembers(entry.Value, path);
            if (name == Eip712Domain.TypeName)
            {
                bool equal = members.Select(member => (member.Name, member.Type)).SequenceEqual(Domain.Members);
                _values.Require(equal, path, entry.Value, "the members of the domain, in the standard's order");
            }
            else if (!_schema.TryAdd(name, members))
            {
                throw _values.Malformed(
                    path, name, $"at most {TypedDataSchema.MaxStructs} structs, named by identifiers");
            }
        }

        foreach ((string name, TypedDataMember member) in _schema.Unresolved())
        {
            throw _values.Malformed(
                $"/types/{name}", member.Type, "an atomic type, a struct of the document, or an array of such");
        }
    }

    private List<TypedDataMember> ReadMembers(JsonElement value, string path)
    {
        _values.Require(value.ValueKind == JsonValueKind.Array, path, value, "an array of names and types");
        HashSet<string> names = new(StringComparer.Ordinal);
        List<TypedDataMember> members = [];
        foreach (JsonElement member in value.EnumerateArray())
        {
            string place = $"{path}/{members.Count}";
            RequireMembers(member, place, ["name", "type"], allRequired: true);
            string name = _values.Text(member.GetProperty("name"), $"{place}/name", "an identifier");
            string type = _values.Text(member.GetProperty("type"), $"{place}/type", "a type");
            bool isShort = type.Length <= MaxTypeLength;
            _values.Require(isShort, $"{place}/type", member, $"at most {MaxTypeLength} characters");
            bool isNew = TypedDataSchema.IsName(name) && names.Add(name);
            _values.Require(isNew, $"{place}/name", member, "an identifier that no other member has");
            members.Add(new TypedDataMember(name, type));
        }

        return members;
    }

    private Eip712Domain ReadDomain(JsonElement domain)
    {
        RequireMembers(domain, "/domain", DomainMembers, allRequired: false);
        return new Eip712Domain(
            domain.TryGetProperty("name", out JsonElement name) ? _values.Text(name, "/domain/name", "text") : null,
            domain.TryGetProperty("version", out JsonElement version)
                ? _values.Text(version, "/domain/version", "text")
                : null,
            domain.TryGetProperty("chainId", out JsonElement chain)
                ? _values.ReadInteger(chain, "/domain/chainId", "uint256")
                : null,
            domain.TryGetProperty("verifyingContract", out JsonElement contract)
                ? _values.ReadAddress(contract, "/domain/verifyingContract")
                : null,
            domain.TryGetProperty("salt", out JsonElement salt)
                ? Bytes32.Read(_values.ReadBytes(salt, "/domain/salt", "bytes32", Bytes32.Length))
                : null);
    }

    private void RequireMembers(JsonElement value, string path, string[] members, bool allRequired)
    {
        string accepted = $"an object of {string.Join(", ", members)}";
        _values.Require(value.ValueKind == JsonValueKind.Object, path, value, accepted);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            _values.Require(members.Contains(property.Name), path, value, accepted);
        }

        bool complete = !allRequired || members.All(member => value.TryGetProperty(member, out _));
        _values.Require(complete, path, value, accepted);
    }
}
