using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>
/// contracts/Kernel repeats engine/Kernel: the same files, functions in the same order, the same constants. Left out
/// are the members of a model that no contract recomputes, and which make it a model that only reports.
/// </summary>
public sealed partial class KernelMirrorTests
{
    private static readonly string[] Folders = ["Margin", "Numerics", "Pricing"];

    /// <summary>Files of the engine without a twin, and why.</summary>
    private static readonly Dictionary<string, string> EngineOnly = new()
    {
        ["Margin/AcrossUnderlyings"] = "the enforced profiles know joint scenarios only: a partial offset only reports",
        ["Margin/AntiProcyclicality"] = "dynamic margin only reports: no market row has the history that it needs",
        ["Margin/CreditRelief"] = "lines of credit only report: on chain nobody is trusted beyond what is deposited",
    };

    /// <summary>Every mirrored file, as folder and name without extension; the generated tables are data.</summary>
    public static TheoryData<string> Files =>
        [.. Folders.SelectMany(folder => Names("engine", folder, ".cs")).Where(IsNoTable).Where(HasTwin)];

    [Theory]
    [InlineData("Margin")]
    [InlineData("Numerics")]
    [InlineData("Pricing")]
    public void Folder_OfTheContracts_HoldsTheSameFiles(string folder) =>
        Assert.Equal(Names("engine", folder, ".cs").Where(HasTwin), Names("contracts", folder, ".sol"));

    [Fact]
    public void EngineOnly_EveryFile_ExistsInTheEngineAlone() =>
        Assert.All(EngineOnly.Keys, file => Assert.True(
            Names("engine", "Margin", ".cs").Contains(file) && !Names("contracts", "Margin", ".sol").Contains(file)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Functions_OfTheContract_AreTheEnginesInOrder(string file) =>
        Assert.Equal(
            CSharpFunction().Matches(Engine(file)).Select(match => Camel(Name(match))),
            SolidityFunction().Matches(Contract(file)).Select(match => Name(match).Trim('_')));

    [Theory]
    [MemberData(nameof(Files))]
    public void Constants_OfTheContract_AreTheEnginesInOrder(string file) =>
        Assert.Equal(
            CSharpConstant().Matches(Engine(file)).Select(match => (Screaming(Name(match)), Plain(match))),
            SolidityConstant().Matches(Contract(file)).Select(match => (Name(match), Plain(match))));

    [Theory]
    [MemberData(nameof(Files))]
    public void Errors_OfTheContract_AreErrorCodes(string file) =>
        Assert.All(
            SolidityError().Matches(Contract(file)).Select(Name),
            name => Assert.True(Enum.IsDefined(Enum.Parse<ErrorCode>(name))));

    private static IEnumerable<string> Names(string root, string folder, string extension) =>
        Directory.EnumerateFiles(Path.Combine(ReferenceData.Root, root, "Kernel", folder), $"*{extension}")
            .Select(file => $"{folder}/{Path.GetFileNameWithoutExtension(file)}")
            .Order(StringComparer.Ordinal);

    private static bool HasTwin(string file) => !EngineOnly.ContainsKey(file);

    private static bool IsNoTable(string file) => !file.EndsWith("Table", StringComparison.Ordinal);

    private static string Name(Match match) => match.Groups["name"].Value;

    private static string Engine(string file) =>
        File.ReadAllText(Path.Combine(ReferenceData.Root, "engine", "Kernel", $"{file}.cs"));

    private static string Contract(string file) =>
        File.ReadAllText(Path.Combine(ReferenceData.Root, "contracts", "Kernel", $"{file}.sol"));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Screaming(string name) => WordStart().Replace(name, "_$0").ToUpperInvariant();

    /// <summary>
    /// A constant's expression without what only one of the languages writes: casts, suffixes and spaces.
    /// </summary>
    private static string Plain(Match match) =>
        Decoration().Replace(match.Groups["value"].Value, string.Empty);

    [GeneratedRegex(@"^    (public|private) static (long|int|bool|Int128) (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex CSharpFunction();

    [GeneratedRegex(@"^    function (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex SolidityFunction();

    [GeneratedRegex(
        @"^    (public|private) (const (long|int) (?<name>\w+) =|static Int128 (?<name>\w+) =>) (?<value>[^;]+);",
        RegexOptions.Multiline)]
    private static partial Regex CSharpConstant();

    [GeneratedRegex(
        @"^    u?int256 (internal|private) constant (?<name>\w+) = (?<value>[^;]+);", RegexOptions.Multiline)]
    private static partial Regex SolidityConstant();

    [GeneratedRegex(@"^    error (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex SolidityError();

    [GeneratedRegex(@"(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\(Int128\)|int256|(?<=\d)L\b|[() ]")]
    private static partial Regex Decoration();
}
