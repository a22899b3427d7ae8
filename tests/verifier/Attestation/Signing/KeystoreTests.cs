using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Signing;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class KeystoreTests : IDisposable
{
    // The two test vectors of the definition of Web3 secret storage; the password is "testpassword".
    internal const string WithPbkdf2 = """
        {
          "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": "6087dab2f9fdbbfaddc31a909735c1e6" },
            "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
            "kdf": "pbkdf2",
            "kdfparams": {
              "c": 262144, "dklen": 32, "prf": "hmac-sha256",
              "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"
            },
            "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"
          },
          "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
          "version": 3
        }
        """;

    internal const string WithScrypt = """
        {
          "crypto": {
            "cipher": "aes-128-ctr",
            "cipherparams": { "iv": "83dbcc02d8ccb40e466191a123791e0e" },
            "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
            "kdf": "scrypt",
            "kdfparams": {
              "dklen": 32, "n": 262144, "p": 8, "r": 1,
              "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"
            },
            "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"
          },
          "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
          "version": 3
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("verifiable-keystore-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(WithPbkdf2)]
    [InlineData(WithScrypt)]
    public void Decrypt_VectorOfTheDefinition_IsTheKey(string json)
    {
        using PrivateKey key = Parse(json).Decrypt("testpassword");
        byte[] secret = new byte[PrivateKey.Length];

        key.CopyTo(secret);

        Assert.Equal("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d", Hex.Text(secret));
    }

    [Fact]
    public void Decrypt_EthersVectors_AreTheirKeys()
    {
        JsonElement file = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(ReferenceData.Root, "tests", "vectors", "keystores.json"))).RootElement;
        List<JsonElement> rows = [.. file.GetProperty("rows").EnumerateArray()];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            using PrivateKey expected = new(Hex.Bytes(row, "privateKey"));
            Keystore keystore = Parse(row.GetProperty("keystore").GetRawText());
            using PrivateKey key = keystore.Decrypt(row.GetProperty("password").GetString()!);
            Assert.Equal(expected.Address, key.Address);
            Assert.Equal(expected.Address, keystore.Address);
        });
    }

    [Fact]
    public void Decrypt_AnotherPassword_IsWrong() =>
        AssertRefused(ErrorCode.PasswordWrong, () => Parse(WithPbkdf2).Decrypt("Testpassword"));

    [Fact]
    public void Decrypt_AnotherAddress_Refuses() => AssertRefused(
        ErrorCode.KeystoreMalformed,
        () => Parse(WithPbkdf2.Replace(
                "\"id\"", $"\"address\": \"{new string('1', 40)}\", \"id\"", StringComparison.Ordinal))
            .Decrypt("testpassword"));

    [Fact]
    public void Encrypt_AtTheStandardCost_DecryptsAfterItsJson()
    {
        using PrivateKey key = PrivateKey.Generate();

        Keystore keystore = Parse(Keystore.Encrypt(key, "pässword").ToJson());
        using PrivateKey decrypted = keystore.Decrypt("pässword");

        Assert.Equal(key.Address, decrypted.Address);
        Assert.Equal(key.Address, keystore.Address);
    }

    [Theory]
    [InlineData(WithPbkdf2)]
    [InlineData(WithScrypt)]
    public void ToJson_ThenParse_IsTheSameFile(string json)
    {
        byte[] first = Parse(json).ToJson();

        Assert.Equal(first, Parse(first).ToJson());
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(first)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(2 * Keystore.StandardCost)]
    public void Encrypt_AnotherCost_Refuses(int cost)
    {
        using PrivateKey key = PrivateKey.Generate();

        Assert.Throws<ArgumentOutOfRangeException>(() => Keystore.Encrypt(key, "", cost));
    }

    [Theory]
    [InlineData("version", "4")]
    [InlineData("version", "\"3\"")]
    [InlineData("version", "3.5")]
    [InlineData("id", "\"{3198bc9c-6672-5ab3-d995-4942343ae5b6}\"")]
    [InlineData("id", "null")]
    [InlineData("address", "\"0x00\"")]
    [InlineData("address", "1")]
    [InlineData("surplus", "1")]
    [InlineData("Crypto", "{ }")]
    [InlineData("crypto", "[ ]")]
    [InlineData("crypto/surplus", "1")]
    [InlineData("crypto/cipher", "\"aes-256-ctr\"")]
    [InlineData("crypto/cipherparams", "{ }")]
    [InlineData("crypto/cipherparams/iv", "\"00\"")]
    [InlineData("crypto/ciphertext", "\"5318\"")]
    [InlineData("crypto/ciphertext", "\"zz18b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46\"")]
    [InlineData("crypto/mac", "\"\"")]
    [InlineData("crypto/kdf", "\"argon2\"")]
    [InlineData("crypto/kdfparams/dklen", "64")]
    [InlineData("crypto/kdfparams/salt", "\"\"")]
    [InlineData("crypto/kdfparams/n", "0")]
    [InlineData("crypto/kdfparams/n", "1")]
    [InlineData("crypto/kdfparams/n", "3")]
    [InlineData("crypto/kdfparams/n", "-262144")]
    [InlineData("crypto/kdfparams/n", "4194304")]
    [InlineData("crypto/kdfparams/n", "2147483648")]
    [InlineData("crypto/kdfparams/r", "9")]
    [InlineData("crypto/kdfparams/r", "2147483647")]
    [InlineData("crypto/kdfparams/p", "17")]
    [InlineData("crypto/kdfparams/p", "2147483647")]
    [InlineData("crypto/kdfparams/c", "1")]
    public void Parse_MemberOfAnotherForm_Refuses(string place, string json)
    {
        JsonNode document = JsonNode.Parse(WithScrypt)!;
        string[] steps = place.Split('/');

        steps[..^1].Aggregate(document, (node, step) => node[step]!)[steps[^1]] = JsonNode.Parse(json);

        AssertRefused(ErrorCode.KeystoreMalformed, () => Parse(document.ToJsonString()));
    }

    [Theory]
    [InlineData("\"c\": 262144", "\"c\": 10000001")]
    [InlineData("\"c\": 262144", "\"c\": 0")]
    [InlineData("\"c\": 262144", "\"c\": -1")]
    [InlineData("hmac-sha256", "hmac-sha512")]
    [InlineData("\"version\": 3", "\"version\": 3, \"version\": 3")]
    [InlineData("\"version\": 3", "\"version\": 3 }, {")]
    public void Parse_Pbkdf2OfAnotherForm_Refuses(string text, string replacement)
    {
        Assert.Contains(text, WithPbkdf2, StringComparison.Ordinal);

        AssertRefused(
            ErrorCode.KeystoreMalformed, () => Parse(WithPbkdf2.Replace(text, replacement, StringComparison.Ordinal)));
    }

    [Fact]
    public void Parse_TooLarge_Refuses() =>
        AssertRefused(ErrorCode.KeystoreMalformed, () => Parse(WithPbkdf2 + new string(' ', 16 * 1024)));

    [Fact]
    public void Save_NewFile_IsTheOwnersAloneAndLoads()
    {
        using PrivateKey key = PrivateKey.Generate();
        string path = Path.Combine(_folder, "key.json");

        Keystore.Encrypt(key, "password", cost: 2).Save(path);

        using PrivateKey loaded = Keystore.Load(path).Decrypt("password");
        Assert.Equal(key.Address, loaded.Address);
        Assert.Equal([path], Directory.GetFiles(_folder));
        Assert.True(IsTheOwnersAlone(path));
    }

    [Fact]
    public void Save_ExistingFile_KeepsIt()
    {
        using PrivateKey key = PrivateKey.Generate();
        string path = Path.Combine(_folder, "key.json");
        File.WriteAllText(path, "kept");

        MarginException refusal = Assert.Throws<MarginException>(
            () => Keystore.Encrypt(key, "password", cost: 2).Save(path));

        Assert.Equal((ErrorCode.FileUnwritable, path), (refusal.Code, refusal.File));
        Assert.DoesNotContain(".tmp", refusal.Value, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Load_LargeFile_RefusesAfterItsStart()
    {
        string path = Path.Combine(_folder, "large.json");
        File.WriteAllBytes(path, new byte[1 << 20]);

        MarginException refusal = Assert.Throws<MarginException>(() => Keystore.Load(path));

        Assert.Equal(ErrorCode.KeystoreMalformed, refusal.Code);
        Assert.Equal(path, refusal.File);
    }

    /// <summary>Windows has no such mode: a new file there is as private as its folder.</summary>
    private static bool IsTheOwnersAlone(string path) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private static Keystore Parse(string json) => Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private static Keystore Parse(byte[] json) => Keystore.Parse(json);

    private static void AssertRefused(ErrorCode code, Func<object> act) =>
        Assert.Equal(code, Assert.Throws<MarginException>(act).Code);
}
