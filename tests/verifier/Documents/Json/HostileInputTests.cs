using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Json;

/// <summary>
/// Hostile bytes end in a refusal by name or in a document that reads back as itself, and never cost more memory than a
/// multiple of their length.
/// </summary>
public sealed class HostileInputTests(ITestOutputHelper output)
{
    private const int Inputs = 100_000;
    private const long AllocationPerByte = 64;
    private const long AllocationBase = 1 << 16;

    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "-", "0", "1e9", "\"0\"", "\"-0\"", "\"1e9\"",
        "\"99999999999999999999\"", "\"\\ud800\"", "\"\\u0000\"", "\u0000", "\u00A0", "\uFEFF", "\"schema\":",
        "[[[[[[[[", "{\"\":", "\"BTC/USD:USD-250627-0-C\"", "18446744073709551616", "-1", "0.1",
    ];

    private static readonly string[] Texts =
    [
        "", "0", "-0", "1", "-1", "0.5", "63", "64.000000000001", "1000000", "1000000.1", "0.00999999",
        "0.000000000001", "4611686018427.387903", "46116860184.27387903", "46116860184.27387904",
        "9223372036854775807", "1e9", "USD", "BTC", "BTC/USD", "BTC/USD:USD", "BTC/USD:BTC",
        "BTC/USD:USD-210213-37500-C", "2021-02-11T18:37:05Z", "2106-02-07T06:28:15Z", "1970-01-01T00:00:00Z",
        "2106-02-07T06:28:16Z", "0s", "36500d", "up", "linearSkew", "scan", "\\u0000", "\\ud800",
        "0x0000000000000000000000000000000000000000000000000000000000000000",
    ];

    [Theory]
    [InlineData("market.json")]
    [InlineData("model.json")]
    [InlineData("model.extended.json")]
    [InlineData("scenarios.json")]
    [InlineData("book.json")]
    [InlineData("result.json")]
    [InlineData("stresses.json")]
    [InlineData("error.json")]
    [InlineData("history.json")]
    [InlineData("covariance.json")]
    public void Read_HostileBytes_RefusesByNameOrReadsBack(string file)
    {
        Seeded random = Seeded.Printed(output);
        byte[] sample = Samples.Json(file);
        Dictionary<ErrorCode, int> outcomes = [];
        for (int i = 0; i < Inputs; i++)
        {
            ErrorCode code = Read(file, Hostile(random, sample));
            outcomes[code] = outcomes.GetValueOrDefault(code) + 1;
        }

        output.WriteLine($"{Inputs} inputs to {file}");
        output.WriteLine(string.Join('\n', outcomes.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}")));
        Assert.Contains(ErrorCode.None, outcomes.Keys);
        Assert.Contains(ErrorCode.JsonMalformed, outcomes.Keys);
        Assert.All(outcomes.Keys, code => Assert.InRange((int)code, 0, 499));
    }

    private static ErrorCode Read(string file, byte[] json)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            byte[] written = Samples.Rewrite(file, json);
            Assert.Equal(written, Samples.Rewrite(file, written));
            return ErrorCode.None;
        }
        catch (MarginException refusal)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < AllocationBase + (AllocationPerByte * json.Length), $"{allocated} bytes allocated");
            Assert.Equal(file, refusal.File);
            Assert.NotEmpty(refusal.Accepted);
            return refusal.Code;
        }
    }

    /// <summary>Random bytes, or a sample with one to three wounds.</summary>
    private static byte[] Hostile(Seeded random, byte[] sample)
    {
        if (random.Between(0, 19) == 0)
        {
            return random.Bytes((int)random.Between(0, 200));
        }

        byte[] json = sample;
        for (long wounds = random.Between(1, 3); wounds > 0; wounds--)
        {
            json = Wound(random, json);
        }

        return json;
    }

    private static byte[] Wound(Seeded random, byte[] json) =>
        random.Between(0, 2) == 0 ? WoundBytes(random, json) : WoundText(random, json);

    /// <summary>Puts another text, or the text of another place, between two quotation marks.</summary>
    private static byte[] WoundText(Seeded random, byte[] json)
    {
        (int start, int end) = Quoted(json, (int)random.Between(0, json.Length));
        (int from, int to) = Quoted(json, (int)random.Between(0, json.Length));
        byte[] text = random.Coin() ? json[from..to] : Encoding.UTF8.GetBytes(random.Pick<string>(Texts));
        return [.. json[..start], .. text, .. json[end..]];
    }

    /// <summary>What lies between the next quotation marks; nothing, at the end, when there are none.</summary>
    private static (int Start, int End) Quoted(byte[] json, int at)
    {
        int start = Array.IndexOf(json, (byte)'"', at) + 1;
        int end = start == 0 ? -1 : Array.IndexOf(json, (byte)'"', start);
        return end < 0 ? (json.Length, json.Length) : (start, end);
    }

    private static byte[] WoundBytes(Seeded random, byte[] json)
    {
        int at = (int)random.Between(0, json.Length);
        int end = (int)Math.Min(json.Length, at + random.Between(0, 40));
        byte[] token = Encoding.UTF8.GetBytes(random.Pick<string>(Tokens));
        int from = (int)random.Between(0, json.Length);
        int to = (int)Math.Min(json.Length, from + random.Between(0, 300));
        return random.Between(0, 6) switch
        {
            0 => [.. json[..at], random.Bytes(1)[0], .. json[Math.Min(json.Length, at + 1)..]],
            1 => [.. json[..at], .. json[end..]],
            2 => [.. json[..at], .. token, .. json[at..]],
            3 => [.. json[..at], .. token, .. json[end..]],
            4 => json[..at],
            5 => [.. json[..at], .. json[from..to], .. json[at..]],
            _ => [.. json[..at], (byte)random.Between('0', '9'), .. json[Math.Min(json.Length, at + 1)..]],
        };
    }
}
