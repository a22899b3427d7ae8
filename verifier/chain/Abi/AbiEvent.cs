using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>An event of a contract that is not anonymous.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The fields; an indexed one is a topic.</param>
public sealed record AbiEvent(string Name, ImmutableArray<AbiParameter> Inputs)
{
    /// <summary>The name and the field types, as they are hashed.</summary>
    public string Signature { get; } = $"{Name}{AbiType.Signature(Inputs)}";

    /// <summary>The first topic of every such log.</summary>
    public Bytes32 Topic { get; } = Keccak256.Hash(Encoding.ASCII.GetBytes($"{Name}{AbiType.Signature(Inputs)}"));

    /// <summary>
    /// The fields of a log. A field that is indexed but dynamic or composite is its hash, as a <c>bytes32</c>.
    /// </summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.AbiMalformed"/>, another event's topic included.
    /// </exception>
    public DecodedEvent Decode(IReadOnlyList<Bytes32> topics, ReadOnlySpan<byte> data)
    {
        ImmutableArray<AbiParameter> fields = [.. Inputs.Where(input => !input.Indexed)];
        int topicsExpected = 1 + Inputs.Length - fields.Length;
        if (topics.Count != topicsExpected || topics[0] != Topic)
        {
            string given = string.Join(',', topics);
            throw new MarginException(
                ErrorCode.AbiMalformed, "ABI", Signature, given, $"{topicsExpected} topics, the first {Topic}");
        }

        ImmutableArray<AbiValue> unindexed = AbiDecoder.Decode(fields, data);
        ImmutableArray<NamedValue>.Builder values = ImmutableArray.CreateBuilder<NamedValue>(Inputs.Length);
        int topic = 1;
        int field = 0;
        foreach (AbiParameter input in Inputs)
        {
            AbiValue value = input.Indexed ? DecodeTopic(input, topics[topic++]) : unindexed[field++];
            values.Add(new NamedValue(input.Name, value));
        }

        return new DecodedEvent(Name, new NamedValues(values.MoveToImmutable()));
    }

    private static AbiValue DecodeTopic(AbiParameter input, Bytes32 topic)
    {
        bool hashed = input.Type.IsDynamic || input.Type.Kind is AbiKind.Tuple or AbiKind.FixedArray;
        return hashed ? topic : AbiDecoder.DecodeWord(input.Type, topic.ToArray(), $"/{input.Name}");
    }
}
