using System;
using System.IO;
using System.Linq;
using Verifiable.Chain.Contracts;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Contracts;

public sealed class DeploymentFileTests : IDisposable
{
    private const string Word = "0x00000000000000010000000000000002000000000000000300000000000000ff";
    private const string Contract = $$"""
        { "name": "Vault", "artifact": "MarginVault", "address": "0x00000000000000000000000000000000000000A1",
          "constructorArguments": "0x", "blockNumber": 3, "transactionHash": "{{Word}}", "codeHash": "{{Word}}" }
        """;

    private static readonly Deployment Sample = new(31337, [new DeployedContract(
        "Vault",
        "MarginVault",
        Address.Parse("0x00000000000000000000000000000000000000A1"),
        "0x",
        3,
        new Bytes32(1, 2, 3, 255),
        new Bytes32(1, 2, 3, 255))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("deployment").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_OfAWrittenFile_YieldsTheDeployment()
    {
        string file = DeploymentFile.PathOf(_folder, 31337);

        DeploymentFile.Write(file, Sample);
        Deployment read = DeploymentFile.Read(file);

        Assert.EndsWith(Path.Combine("artifacts", "deployments", "31337.json"), file, StringComparison.Ordinal);
        Assert.Equal(Sample.ChainId, read.ChainId);
        Assert.Equal(Sample.Contracts.AsEnumerable(), read.Contracts);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void Read_HandwrittenFile_YieldsTheDeployment()
    {
        Deployment read = DeploymentFile.Read(
            Write($$"""{ "schema": "verifiable/deployment/1", "chainId": 31337, "contracts": [ {{Contract}} ] }"""));

        Assert.Equal(Sample.Contracts.AsEnumerable(), read.Contracts);
        Assert.Equal(ErrorCode.DeploymentUnknown, Assert.Throws<MarginException>(() => read.Find("Auction")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "schema": "verifiable/deployment/2", "chainId": 1, "contracts": [] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "contracts": [] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": -1, "contracts": [] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": "1", "contracts": [] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": 1, "contracts": [], "more": 1 }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": 1, "chainId": 1, "contracts": [] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": 1, "contracts": [ null ] }""")]
    [InlineData("""{ "schema": "verifiable/deployment/1", "chainId": 1, "contracts": [ {} ] }""")]
    [InlineData("""{ "schema": "\ud800", "chainId": 1, "contracts": [] }""")]
    public void Read_NoDeployment_IsDeploymentUnknown(string json)
    {
        string file = Write(json);

        MarginException refusal = Assert.Throws<MarginException>(() => DeploymentFile.Read(file));

        Assert.Equal(ErrorCode.DeploymentUnknown, refusal.Code);
        Assert.Equal(file, refusal.File);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000000000A1", "a1")]
    [InlineData("0x0000000000000001", "0x01")]
    [InlineData("\"constructorArguments\": \"0x\"", "\"constructorArguments\": \"0x1\"")]
    [InlineData("\"blockNumber\": 3", "\"blockNumber\": 3.5")]
    [InlineData("\"name\": \"Vault\"", "\"name\": null")]
    public void Read_ContractOfAnotherForm_IsDeploymentUnknown(string part, string replacement)
    {
        string contract = Contract.Replace(part, replacement, StringComparison.Ordinal);
        string file =
            Write($$"""{ "schema": "verifiable/deployment/1", "chainId": 1, "contracts": [ {{contract}} ] }""");

        MarginException refusal = Assert.Throws<MarginException>(() => DeploymentFile.Read(file));

        Assert.NotEqual(Contract, contract);
        Assert.Equal(ErrorCode.DeploymentUnknown, refusal.Code);
    }

    [Fact]
    public void Read_OneNameTwice_IsDeploymentUnknown()
    {
        string file = Write(
            $$"""{ "schema": "verifiable/deployment/1", "chainId": 1, "contracts": [ {{Contract}}, {{Contract}} ] }""");

        MarginException refusal = Assert.Throws<MarginException>(() => DeploymentFile.Read(file));

        Assert.Equal("Vault twice", refusal.Value);
    }

    [Fact]
    public void Read_MissingFile_IsDeploymentUnknown()
    {
        MarginException refusal =
            Assert.Throws<MarginException>(() => DeploymentFile.Read(Path.Combine(_folder, "none")));

        Assert.Equal(ErrorCode.DeploymentUnknown, refusal.Code);
    }

    [Fact]
    public void Write_WhereAFolderStands_IsFileUnwritableAndLeavesNothingBehind()
    {
        string file = Path.Combine(_folder, "taken");
        Directory.CreateDirectory(file);

        MarginException refusal = Assert.Throws<MarginException>(() => DeploymentFile.Write(file, Sample));

        Assert.Equal(ErrorCode.FileUnwritable, refusal.Code);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private string Write(string json)
    {
        string file = Path.Combine(_folder, "deployment.json");
        File.WriteAllText(file, json);
        return file;
    }
}
