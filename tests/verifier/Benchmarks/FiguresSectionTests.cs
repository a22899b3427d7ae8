using System;
using System.IO;
using Verifiable.Benchmarks.Report;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Benchmarks;

/// <summary>How scripts/bench.sh --update writes figures into their document.</summary>
public sealed class FiguresSectionTests
{
    [Fact]
    public void Replace_TheCommittedDocument_ChangesTheFiguresAlone()
    {
        string document = File.ReadAllText(Path.Combine(ReferenceData.Root, "tests", "benchmarks", "README.md"));

        string once = FiguresSection.Replace(document, "| 1.5 ns of before |\n");
        string twice = FiguresSection.Replace(once, "| second |");

        Assert.StartsWith(document[..document.IndexOf(FiguresSection.Begin, StringComparison.Ordinal)], twice);
        Assert.EndsWith(document[document.IndexOf(FiguresSection.End, StringComparison.Ordinal)..], twice);
        Assert.Contains($"{FiguresSection.Begin}\n\n| second |\n\n{FiguresSection.End}", twice);
        Assert.DoesNotContain("1.5 ns of before", twice);
    }

    [Theory]
    [InlineData("")]
    [InlineData(FiguresSection.Begin)]
    [InlineData(FiguresSection.End + "\n" + FiguresSection.Begin)]
    public void Replace_DocumentWithoutThePlace_IsRefused(string document) =>
        Assert.Throws<InvalidOperationException>(() => FiguresSection.Replace(document, "figures"));
}
