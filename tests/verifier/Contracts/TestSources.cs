using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>The test functions of the checkout, forge's and xunit's, and the files that hold them.</summary>
internal static partial class TestSources
{
    private static readonly ILookup<string, string> TextsByTest = ReadTests();

    /// <summary>Whether a test function of this name exists.</summary>
    internal static bool Holds(string test) => TextsByTest.Contains(test);

    /// <summary>The texts of the files that hold a test of this name.</summary>
    internal static IEnumerable<string> TextsOf(string test) => TextsByTest[test];

    private static ILookup<string, string> ReadTests()
    {
        string tests = Path.Combine(ReferenceData.Root, "tests");
        IEnumerable<(string Name, string Text)> forge = Files(tests, "*.t.sol").SelectMany(Named(ForgeTest()));
        IEnumerable<(string Name, string Text)> xunit = Files(tests, "*Tests.cs").SelectMany(Named(XunitTest()));
        return forge.Concat(xunit).ToLookup(test => test.Name, test => test.Text, StringComparer.Ordinal);
    }

    private static string[] Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Select(File.ReadAllText)];

    private static Func<string, IEnumerable<(string Name, string Text)>> Named(Regex test) =>
        text => test.Matches(text).Select(match => (match.Groups["name"].Value, text));

    [GeneratedRegex(@"^ {4}function (?<name>(test|testFuzz|invariant)_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex ForgeTest();

    /// <summary>A method under an attribute that makes it a test; other attributes may stand between.</summary>
    [GeneratedRegex(
        @"^ {4}\[\w*(Fact|Theory)\b[^\n]*\]\n( {4}\[[^\n]*\n)*( {8}[^\n]*\n)*"
            + @" {4}public (async )?(void|Task) (?<name>\w+)\(",
        RegexOptions.Multiline)]
    private static partial Regex XunitTest();
}
