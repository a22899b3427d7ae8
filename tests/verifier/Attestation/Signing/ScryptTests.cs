using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Crypto.Generators;
using Verifiable.Attestation.Signing;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class ScryptTests(ITestOutputHelper output)
{
    // RFC 7914, section 12, without the last case, which takes a gibibyte.
    [Theory]
    [InlineData(
        "",
        "",
        16,
        1,
        1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d36"
        + "28cf35e20c38d18906")]
    [InlineData(
        "password",
        "NaCl",
        1024,
        8,
        16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee"
        + "6d8360cbdfa2cc0640")]
    [InlineData(
        "pleaseletmein",
        "SodiumChloride",
        16384,
        8,
        1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e"
        + "40dfcf017b45575887")]
    public void Derive_CasesOfRfc7914_AreEqual(
        string password, string salt, int cost, int blockSize, int parallelism, string expected)
    {
        byte[] derived = Scrypt.Derive(Ascii(password), Ascii(salt), cost, blockSize, parallelism, 64);

        Assert.Equal(expected, Convert.ToHexStringLower(derived));
    }

    [Fact]
    public void Derive_RandomParameters_EqualsBouncyCastle()
    {
        Seeded random = Seeded.Printed(output);

        List<string> differing = [.. Enumerable.Range(0, 200).Select(_ => DeriveBoth(random)).OfType<string>()];

        Assert.Empty(differing);
    }

    private static string? DeriveBoth(Seeded random)
    {
        byte[] password = random.Bytes((int)random.Between(0, 40));
        byte[] salt = random.Bytes((int)random.Between(0, 40));
        int cost = 1 << (int)random.Between(1, 10);
        int blockSize = (int)random.Between(1, 9);
        int parallelism = (int)random.Between(1, 4);
        int length = (int)random.Between(1, 80);

        byte[] ours = Scrypt.Derive(password, salt, cost, blockSize, parallelism, length);
        byte[] theirs = SCrypt.Generate(password, salt, cost, blockSize, parallelism, length);

        return ours.AsSpan().SequenceEqual(theirs) ? null : $"n {cost} r {blockSize} p {parallelism} length {length}";
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
