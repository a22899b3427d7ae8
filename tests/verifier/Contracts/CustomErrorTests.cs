using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Chain.Abi;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Contracts;

/// <summary>Every custom error of every contract is told by its name and values.</summary>
public sealed partial class CustomErrorTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Decode_EveryErrorOfEveryContract_NamesItAndItsValues()
    {
        ImmutableArray<ContractArtifact> contracts = await CompiledContracts.ArtifactsAsync();
        RevertDecoder decoder = new ArtifactFolder(Folder("artifacts", "solidity")).LoadRevertDecoder();
        Seeded random = Seeded.Printed(output);
        AbiError[] errors =
            [.. contracts.SelectMany(contract => contract.Abi.Errors).DistinctBy(error => error.Signature)];

        Assert.All(errors, error =>
        {
            ImmutableArray<AbiValue> values = RandomAbi.Values(random, error.Inputs);

            RevertReason reason = decoder.Decode(
                [.. Convert.FromHexString(error.Selector.ToString()[2..]), .. AbiEncoder.Encode(error.Inputs, values)]);

            Assert.Equal(error.Name, reason.Name);
            Assert.Equal(error.Inputs.Select(input => input.Name), reason.Arguments.Items.Select(item => item.Name));
            Assert.Equal(values, reason.Arguments.Items.Select(item => item.Value));
        });
        output.WriteLine($"{errors.Length} errors of {contracts.Length} contracts");
    }

    /// <summary>Two errors of one selector would be told as one of them.</summary>
    [Fact]
    public async Task Selectors_OfDifferentErrors_Differ()
    {
        ImmutableArray<ContractArtifact> contracts = await CompiledContracts.ArtifactsAsync();
        string[] signatures =
            [.. contracts.SelectMany(contract => contract.Abi.Errors).Select(error => error.Signature).Distinct()];

        Assert.Equal(signatures.Length, signatures.DistinctBy(signature => Selector.Of(signature)).Count());
    }

    /// <summary>An error of an internal library shows in the ABI of the contracts that use it.</summary>
    [Fact]
    public async Task Errors_OfTheSources_AreInTheAbis()
    {
        HashSet<string> compiled =
        [
            .. (await CompiledContracts.ArtifactsAsync())
                .SelectMany(contract => contract.Abi.Errors)
                .Select(error => error.Name),
        ];
        string[] declared =
        [
            .. Directory.EnumerateFiles(Folder("contracts"), "*.sol", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) != "mocks")
                .SelectMany(file => Declaration().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["name"].Value),
        ];

        Assert.NotEmpty(declared);
        Assert.All(declared, name => Assert.Contains(name, compiled));
    }

    /// <summary>The README's table of names is the enumeration, and marks those that are custom errors too.</summary>
    [Fact]
    public async Task ErrorCodes_OfTheReadme_AreTheEnumerations()
    {
        HashSet<string> errors =
        [
            .. (await CompiledContracts.ArtifactsAsync())
                .SelectMany(contract => contract.Abi.Errors)
                .Select(error => error.Name),
        ];
        MarkdownRow[] rows =
            [.. MarkdownTable.Read("contracts", "README.md").Where(row => row.Heading == "Names of refusals")];
        string[] names = [.. Enum.GetNames<ErrorCode>().Where(name => name != nameof(ErrorCode.None))];

        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            rows.SelectMany(row => row.Names(1)).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.All(
            row.Names(1), name => Assert.Equal(row.Cells[0][0] - '0', (int)Enum.Parse<ErrorCode>(name) / 100)));
        Assert.Equal(
            names.Where(errors.Contains).Order(StringComparer.Ordinal),
            rows.SelectMany(row => row.Names(2)).Order(StringComparer.Ordinal));
    }

    private static string Folder(params ReadOnlySpan<string> path) => Path.Combine([ReferenceData.Root, .. path]);

    [GeneratedRegex(@"^\s*error (?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
