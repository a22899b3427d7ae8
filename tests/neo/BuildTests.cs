using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Kernel;
using Verifiable.Neo;
using Verifiable.Neo.Output;
using Verifiable.Tests.Neo.Vault;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Neo;

/// <summary>What is deployed, locked: files, hashes, the listing and what calls cost.</summary>
public sealed class BuildTests
{
    [Theory]
    [InlineData("kernel")]
    [InlineData("vault")]
    public void Build_OfTheRelease_IsTheVerifiedOne(string contract)
    {
        BuiltContract built = Build(contract);

        Snapshot.Match(built.Manifest, typeof(BuildTests), $"{contract}.manifest");
        Snapshot.Match(Summary(built), typeof(BuildTests), contract, "txt");
    }

    [Theory]
    [InlineData("kernel")]
    [InlineData("vault")]
    public void Build_Twice_IsTheSameBytes(string contract)
    {
        BuiltContract first = Build(contract);
        BuiltContract second = Build(contract);

        Assert.Equal(first.Nef, second.Nef);
        Assert.Equal((first.Manifest, first.Listing), (second.Manifest, second.Listing));
    }

    /// <summary>The machine's own reader takes the file and finds the script that the listing shows.</summary>
    [Theory]
    [InlineData("kernel")]
    [InlineData("vault")]
    public void Build_ReadByTheNode_IsTheSameScript(string contract)
    {
        BuiltContract built = Build(contract);

        global::Neo.SmartContract.NefFile file =
            global::Neo.IO.Helper.AsSerializable<global::Neo.SmartContract.NefFile>(built.Nef);

        Assert.Equal(NefFile.Compiler, file.Compiler.TrimEnd('\0'));
        Assert.Equal(file.Script.ToArray(), NefFile.ReadScript(built.Nef, "nef"));
        Assert.Equal(
            ContractBuilder.Disassemble(built.Nef, "nef").Count(static letter => letter == '\n'),
            built.Listing.Split('\n').Count(static line => line.Length > 5 && line[5] == ' '));
    }

    [Fact]
    public void Disassemble_ADamagedFile_IsRefused()
    {
        byte[] nef = Build("kernel").Nef;
        nef[100] ^= 1;

        MarginException refusal = Assert.Throws<MarginException>(() => ContractBuilder.Disassemble(nef, "kernel.nef"));

        Assert.Equal(ErrorCode.EncodingMalformed, refusal.Code);
    }

    [Fact]
    public void Gas_OfTheCalls_IsTheVerifiedTable()
    {
        StringBuilder table = new();
        VaultFixture vault = new();
        ImmutableArray<Position> rows = vault.Case.Book.Positions;
        Line(table, "deploy the vault", vault.Chain.DeployGas);
        vault.Chain.Deploy(Build("kernel"), VaultFixture.Owner);
        Line(table, "deploy the kernel as a library", vault.Chain.DeployGas);
        vault.Deposit(VaultFixture.Alice, VaultFixture.Million);
        vault.Deposit(VaultFixture.Bob, VaultFixture.Million);
        Line(table, "trade, 4 rows each", vault.Trade(VaultFixture.Alice, VaultFixture.Bob, vault.AtMarks(rows)).Gas);
        Line(table, "withdraw", vault.Withdraw(VaultFixture.Alice, vault.Case.Book.Positions, 1).Gas);
        Line(table, "register a market", vault.Publish(2).Gas);
        Line(
            table,
            "liquidate, 4 rows, refused at its end",
            vault.Liquidate(VaultFixture.Alice, vault.Case.Book.Positions, 0).Gas);

        Snapshot.Match(table.ToString(), typeof(BuildTests), extension: "txt");
    }

    private static BuiltContract Build(string contract) => ContractBuilder.Build(
        (contract == "kernel" ? typeof(ErrorCode) : typeof(Verifiable.Neo.Vault.MarginVault)).Assembly.Location);

    private static void Line(StringBuilder table, string call, long gas) =>
        table.Append(CultureInfo.InvariantCulture, $"{call,-40} {gas / 1e8,12:F8} GAS\n");

    /// <summary>Hashes and sizes of the whole, and the listing of one short function to read.</summary>
    private static string Summary(BuiltContract built)
    {
        string[] blocks = built.Listing.Split("\n\n");
        string shown = blocks.Last(static block => block.StartsWith("Requirement.LossOf:", StringComparison.Ordinal));
        return string.Join('\n',
            $"NEF {built.Nef.Length} bytes, SHA-256 {Hash(built.Nef)}",
            $"listing {built.Listing.Count(static letter => letter == '\n')} lines, "
                + $"SHA-256 {Hash(Encoding.UTF8.GetBytes(built.Listing))}",
            string.Empty,
            shown);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
