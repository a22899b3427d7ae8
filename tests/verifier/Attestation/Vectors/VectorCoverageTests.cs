using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Vectors;

public sealed class VectorCoverageTests(ITestOutputHelper output)
{
    /// <summary>Kinds without a <see cref="VectorFactAttribute"/>, each with its reason.</summary>
    private static readonly Dictionary<VectorKind, string> ReadElsewhere = new()
    {
        [VectorKind.AbiTests] = "the ABI tests of the chain client read them by content",
        [VectorKind.HexPrefix] = "no reader: paths of Merkle Patricia tries, which nothing here builds or proves",
    };

    [DataFact(VectorFile.Folder)]
    public void EveryFile_HasAReaderOrAReason()
    {
        ILookup<VectorKind, string> readers = Readers();

        foreach (VectorFile file in VectorFile.Every)
        {
            string others = ReadElsewhere.GetValueOrDefault(file.Kind, "nobody reads it");
            string readBy = readers.Contains(file.Kind) ? string.Join(", ", readers[file.Kind]) : others;
            output.WriteLine($"{file.Name}: {file.Kind}: {readBy}");
        }

        output.WriteLine($"{VectorFile.Every.Count} files");
        Assert.NotEmpty(VectorFile.Every);
        Assert.DoesNotContain(
            VectorFile.Every, file => !readers.Contains(file.Kind) && !ReadElsewhere.ContainsKey(file.Kind));
    }

    private static ILookup<VectorKind, string> Readers() => (
        from type in typeof(VectorCoverageTests).Assembly.GetTypes()
        from method in type.GetMethods()
        from fact in method.GetCustomAttributes<VectorFactAttribute>()
        select (fact.Kind, Name: $"{type.Name}.{method.Name}")).ToLookup(reader => reader.Kind, reader => reader.Name);
}
