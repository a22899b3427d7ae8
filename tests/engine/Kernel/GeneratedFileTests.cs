using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Kernel;

/// <summary>The committed tables and vectors are what their generators write.</summary>
public sealed class GeneratedFileTests(ITestOutputHelper output)
{
    private const int SamplePoints = 1_000;

    [GeneratorFact]
    public void Coefficients_GeneratedAgain_AreTheCommittedTables() =>
        Generator.Into("generate-coefficients.py", folder => AssertCommitted(folder, ReferenceData.Root, 6));

    // The tables whole, the binary files by their first points.
    [GeneratorFact]
    public void Vectors_GeneratedAgain_AreTheCommittedFiles() =>
        Generator.Into(
            "generate-vectors.py",
            folder => AssertCommitted(folder, VectorFile.Folder, 15),
            "--points",
            $"{SamplePoints}");

    [GeneratorFact]
    public void WorkedExample_ComputedAgain_IsTheOneOfTheReadme() => Assert.Equal(
        0,
        Generator.Run(
            Path.GetTempPath(),
            Path.Combine(ReferenceData.Root, "scripts", "generate-worked-example.py"),
            "--check"));

    private void AssertCommitted(string generated, string committed, int count)
    {
        string[] files = [.. Directory.EnumerateFiles(generated, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(generated, file)).Order(StringComparer.Ordinal)];

        output.WriteLine($"{files.Length} files: {string.Join(", ", files)}");
        Assert.Equal(count, files.Length);
        Assert.All(files, file =>
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(generated, file));
            IEnumerable<byte> actual = File.ReadAllBytes(Path.Combine(committed, file));
            bool isSample = file.EndsWith(".bin", StringComparison.Ordinal);
            Assert.Equal(expected, isSample ? actual.Take(8 * SamplePoints) : actual);
        });
    }
}
