using System.Collections.Immutable;
using System.Linq;
using Verifiable.Chain.Abi;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Chain.Abi;

public sealed class AbiPropertyTests(ITestOutputHelper output)
{
    private const int RoundTrips = 10_000;
    private const int Mutations = 40_000;

    [Fact]
    public void Decode_OfAnEncoding_YieldsTheValues()
    {
        Seeded random = Seeded.Printed(output);

        int equal = Enumerable.Range(0, RoundTrips).Count(_ => RoundTrip(random));

        Assert.Equal(RoundTrips, equal);
    }

    [Fact]
    public void Decode_OfAMutatedEncoding_RefusesOrIsCanonical()
    {
        Seeded random = Seeded.Printed(output);

        ILookup<string, int> outcomes = Enumerable.Range(0, Mutations).ToLookup(_ => DecodeMutated(random));

        output.WriteLine(string.Join(", ", outcomes.Select(outcome => $"{outcome.Key} {outcome.Count()}")));
        Assert.Equal(["canonical", "refused"], outcomes.Select(outcome => outcome.Key).Order());
    }

    private static bool RoundTrip(Seeded random)
    {
        ImmutableArray<AbiParameter> types = RandomAbi.Parameters(random);
        ImmutableArray<AbiValue> values = RandomAbi.Values(random, types);
        return AbiDecoder.Decode(types, AbiEncoder.Encode(types, values)).SequenceEqual(values);
    }

    private static string DecodeMutated(Seeded random)
    {
        ImmutableArray<AbiParameter> types = RandomAbi.Parameters(random);
        byte[] mutated = RandomAbi.Mutate(random, AbiEncoder.Encode(types, RandomAbi.Values(random, types)));
        try
        {
            byte[] again = AbiEncoder.Encode(types, AbiDecoder.Decode(types, mutated));
            return again.SequenceEqual(mutated) ? "canonical" : $"not canonical: {AbiType.Signature(types)}";
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.AbiMalformed)
        {
            return "refused";
        }
    }
}
