using System;
using System.Linq;
using Mono.Cecil;
using Verifiable.Kernel;
using Verifiable.Neo.Translation;
using Xunit;

namespace Verifiable.Tests.Neo.Translation;

/// <summary>What lies outside the subset is refused with its method, its offset, what is there and what to
/// write.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("FloatingPoint", "conv.r8", "checked arithmetic")]
    [InlineData("Unchecked", "add", "checked arithmetic")]
    [InlineData("Mask", "and", "Bits")]
    [InlineData("Unsigned", "System.UInt64 as parameter number", "int, long, bool, Int128")]
    [InlineData("Reference", "System.Int64& as parameter number", "int, long, bool, Int128")]
    [InlineData("Catching", "try", "a plain static method")]
    [InlineData("Foreign", "System.Math::Abs", "methods of the contract")]
    [InlineData("Library", "System.Linq.Enumerable::Sum", "methods of the contract")]
    [InlineData("Recursive", "a recursive call", "a loop")]
    [InlineData("Allocating", "newarr", "the subset's types")]
    [InlineData("Generic", "a generic method", "a plain static method")]
    [InlineData("Storing", "stelem.i8", "the subset's types")]
    [InlineData("Initialised", "with an initial value", "a constant")]
    [InlineData("KeptPair", "a pair that is kept", "Int128.DivRem(a, b)")]
    public void Export_OutsideTheSubset_IsRefusedByPlaceAndReason(string name, string found, string instead)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(OutsideSubset).Assembly.Location);
        MethodDefinition method = module.GetType(typeof(OutsideSubset).FullName).Methods
            .Single(candidate => candidate.Name == name);
        Translator translator = new(module.Assembly.Name.Name);

        MarginException refusal = Assert.Throws<MarginException>(() => translator.Export(method, name));

        Assert.Equal(ErrorCode.OutsideSubset, refusal.Code);
        Assert.Matches($@"^OutsideSubset\.{name} IL_[0-9A-F]{{4}}$", refusal.Path);
        Assert.Contains(found, refusal.Value, StringComparison.Ordinal);
        Assert.Contains(instead, refusal.Accepted, StringComparison.Ordinal);
    }
}
