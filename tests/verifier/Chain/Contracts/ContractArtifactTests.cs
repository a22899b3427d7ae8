using System;
using System.Collections.Generic;
using System.IO;
using Verifiable.Chain.Contracts;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Contracts;

public sealed class ContractArtifactTests : IDisposable
{
    private const string Placeholder = "__$e9d85a72d9fc8c3ef89e968292aa71abd0$__";
    private const string Artifact = $$"""
        { "_format": "hh3-artifact-1", "contractName": "Pool", "sourceName": "contracts/Pool.sol", "abi": [],
          "bytecode": "0x60{{Placeholder}}00", "deployedBytecode": "0x",
          "linkReferences": { "project/contracts/Maths.sol": { "Maths": [ { "length": 20, "start": 1 } ] } },
          "deployedLinkReferences": {} }
        """;

    private static readonly Address Maths = Address.Parse("0x00112233445566778899aabbccddeeff00112233");
    private readonly string _folder = Directory.CreateTempSubdirectory("artifacts").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Link_EveryLibraryGiven_PutsItsAddressInPlace()
    {
        Write("Pool.sol/Pool.json", Artifact);

        ContractArtifact pool = new ArtifactFolder(_folder).Load("Pool");
        byte[] code = pool.Link(new Dictionary<string, Address> { ["Maths"] = Maths });

        Assert.Equal("Maths", Assert.Single(pool.Libraries));
        Assert.Equal("6000112233445566778899aabbccddeeff0011223300", Convert.ToHexStringLower(code));
    }

    [Fact]
    public void Link_LibraryMissing_IsArtifactUnknownWithItsName()
    {
        Write("Pool.sol/Pool.json", Artifact);

        ContractArtifact pool = new ArtifactFolder(_folder).Load("Pool");
        MarginException refusal = Assert.Throws<MarginException>(() => pool.Link(new Dictionary<string, Address>()));

        Assert.Equal(ErrorCode.ArtifactUnknown, refusal.Code);
        Assert.Equal("Maths", refusal.Value);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("\"abi\": [],", "")]
    [InlineData("\"contractName\": \"Pool\"", "\"contractName\": 1")]
    [InlineData("\"contractName\": \"Pool\"", "\"contractName\": \"\\ud800\"")]
    [InlineData("\"0x60", "\"60")]
    [InlineData("\"linkReferences\": {", "\"linkReferences\": [], \"x\": {")]
    [InlineData("\"start\": 1", "\"start\": -1")]
    [InlineData("\"start\": 1", "\"start\": 4000000000")]
    public void Load_NotWhatHardhatWrites_IsArtifactUnknown(string part, string replacement)
    {
        string changed = Artifact.Replace(part, replacement, StringComparison.Ordinal);
        Write("Pool.sol/Pool.json", changed);

        MarginException refusal = Assert.Throws<MarginException>(() => new ArtifactFolder(_folder).Load("Pool"));

        Assert.NotEqual(Artifact, changed);
        Assert.Equal(ErrorCode.ArtifactUnknown, refusal.Code);
    }

    [Theory]
    [InlineData("\"start\": 1", "\"start\": 3")]
    [InlineData("0x60", "0x6")]
    [InlineData("00\", \"deployedBytecode\"", "zz\", \"deployedBytecode\"")]
    public void Link_CodeOfAnotherForm_IsArtifactUnknown(string part, string replacement)
    {
        string changed = Artifact.Replace(part, replacement, StringComparison.Ordinal);
        Write("Pool.sol/Pool.json", changed);

        MarginException refusal = Assert.Throws<MarginException>(
            () => new ArtifactFolder(_folder).Load("Pool").Link(new Dictionary<string, Address> { ["Maths"] = Maths }));

        Assert.NotEqual(Artifact, changed);
        Assert.Equal(ErrorCode.ArtifactUnknown, refusal.Code);
    }

    [Fact]
    public void Load_NoneOrTwoOfTheName_IsArtifactUnknown()
    {
        Write("a/Pool.sol/Pool.json", Artifact);
        Write("b/Pool.sol/Pool.json", Artifact);
        ArtifactFolder folder = new(_folder);

        Assert.Equal("2 artifacts", Assert.Throws<MarginException>(() => folder.Load("Pool")).Value);
        Assert.Equal("0 artifacts", Assert.Throws<MarginException>(() => folder.Load("Vault")).Value);
        Assert.Equal(
            "0 artifacts",
            Assert.Throws<MarginException>(() => new ArtifactFolder($"{_folder}/none").Load("Pool")).Value);
    }

    private void Write(string path, string json)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, json);
    }
}
