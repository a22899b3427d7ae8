using System;
using Verifiable.Attestation.Neo;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Neo;

/// <summary>The document that says which vault on Neo, and its state.</summary>
public sealed class NeoBindingTests
{
    private const string Valid =
        """
        {"network":860833102,"vault":"0xf61897a1d725de17f20480d96015f438e068d957",
        "account":"0x0102030405060708090a0b0c0d0e0f1011121314","sequence":7,"epoch":2,"round":40,"blockNumber":5000,
        "blockHash":"0x0000000000000000000000000000000000000000000000000000000000000009"}
        """;

    [Fact]
    public void Read_ScriptHashes_AreTurnedIntoTheMachinesOrder()
    {
        NeoBinding binding = NeoBinding.Read(System.Text.Encoding.UTF8.GetBytes(Valid), "neo.json");

        Assert.Equal("14131211100f0e0d0c0b0a090807060504030201", Convert.ToHexStringLower(binding.Account.ToArray()));
        Assert.Equal("0xf61897a1d725de17f20480d96015f438e068d957", ScriptHash.Format(binding.Domain.Contract));
        Assert.Equal((860833102U, 7UL, 2UL, 40UL), (
            binding.Domain.Network, binding.Sequence, binding.Epoch, binding.Round));
    }

    [Theory]
    [InlineData("860833102", "4294967296", "JsonMalformed", "/network")]
    [InlineData("860833102", "\"860833102\"", "JsonMalformed", "/network")]
    [InlineData("\"sequence\":7", "\"sequence\":-7", "JsonMalformed", "/sequence")]
    [InlineData("\"epoch\":2", "\"epoch\":2.5", "JsonMalformed", "/epoch")]
    [InlineData("\"epoch\":2,", "", "JsonMalformed", "/epoch")]
    [InlineData("\"epoch\":2", "\"epoch\":2,\"epochs\":2", "JsonMalformed", "/")]
    [InlineData("\"epoch\":2", "\"epoch\":2,\"epoch\":2", "JsonMalformed", "/")]
    [InlineData("0xf6", "0xF6", "HexMalformed", "/vault")]
    [InlineData("0xf6", "0x", "HexMalformed", "/vault")]
    [InlineData("0x0102", "NZsk", "HexMalformed", "/account")]
    [InlineData("0009\"", "00\"", "HexMalformed", "/blockHash")]
    [InlineData("{", "[", "JsonMalformed", "/")]
    public void Read_AnythingElse_IsRefusedByPlace(string part, string other, string code, string path)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(Valid.Replace(part, other, StringComparison.Ordinal));

        MarginException refusal = Assert.Throws<MarginException>(() => NeoBinding.Read(json, "neo.json"));

        Assert.Equal((code, path, "neo.json"), ($"{refusal.Code}", refusal.Path, refusal.File));
    }
}
