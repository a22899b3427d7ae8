using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>
/// Damaged files are imported, as a market that its own document reads back, or refused with the one typed error.
/// </summary>
public sealed class HostileImportTests(ITestOutputHelper output)
{
    private const string Table = """
        instrument_name,option_type,strike,timestamp,underlying_price,index_price,mark_price,mark_iv,greeks
        BTC-22MAY20-9250-P,put,9250.0,1590103193775,9096.11,9095.83,0.02124908,85.05,"{'vega': 0.94, 'rho': 7e-05}"
        BTC-22MAY20-9250-C,call,9250.0,1590103193775,9096.11,9095.83,0.0043,0.0,"{'vega': 0.94}"
        BTC-5JUN20-6750-P,put,6750.0,1590103193778,9098.05,9095.83,0.01077366,,"a ""quoted"" line
        break"
        BTC-PERPETUAL,,,1590103193778,,9095.83,9095.5,,
        """;

    private const string Json = """
        { "context": { "currency": "ETH" }, "params": { "at": "2022-01-27T01:00:00.011Z", "underlyingPrice": 2482.93,
          "options": [
            { "symbol": "ETH-4FEB22-5500-P", "optionType": "put", "strikePrice": 5500, "markPrice": 1.216451,
              "expirationDate": "2022-02-04T08:00:00.000Z", "markIV": 152.39, "underlyingPrice": 2481.54,
              "timestamp": "2022-01-27T00:59:55.708Z" },
            { "symbol": "ETH-4FEB22-2500-C", "markPrice": 4.7e-2, "underlyingPrice": 2481.54,
              "timestamp": "2022-01-27T00:59:55.708Z" } ] } }
        """;

    private const string Reply = """
        { "result": [ { "instrument_name": "XRP_USDC-22FEB19-0d32-P", "creation_timestamp": 1550227952163,
          "underlying_price": 0.31, "estimated_delivery_price": 0.31, "mark_price": 0.0179112, "mark_iv": null,
          "interest_rate": 0.207 } ] }
        """;

    private static readonly byte[] Alphabet = Encoding.ASCII.GetBytes("0123456789.,-eE\"'\r\n{}[]:_dCP \\u\0");

    [Theory]
    [InlineData(Table, 40_000)]
    [InlineData(Json, 40_000)]
    [InlineData(Reply, 20_000)]
    public void Import_MutatedText_IsReadOrRefused(string text, int count) =>
        Campaign(Encoding.UTF8.GetBytes(text), count, 2 << 20);

    [Fact]
    public void Import_MutatedGzip_IsReadOrRefused()
    {
        using MemoryStream stored = new();
        using (GZipStream stream = new(stored, CompressionLevel.Optimal))
        {
            stream.Write(Encoding.UTF8.GetBytes(Table));
        }

        Campaign(stored.ToArray(), 20_000, 4L * VenueFile.MaxBytes);
    }

    [Fact]
    public void Import_RandomBytes_AreRefused()
    {
        Seeded seeded = Seeded.Printed(output);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] prefix = seeded.Coin() ? [0x1F, 0x8B, 8, 0] : [];
            VenueFile file = new("chain", (byte[])[.. prefix, .. seeded.Bytes((int)seeded.Between(0, 300))]);

            Assert.Throws<MarginException>(() => DeribitImporter.Import([file], new ImportOptions()));
        }
    }

    private void Campaign(byte[] original, int count, long mostBytes)
    {
        Seeded seeded = Seeded.Printed(output);
        SortedDictionary<ErrorCode, int> outcomes = [];
        long largest = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutated = Mutate(seeded, original);
            ImportOptions options = new(Rounding: seeded.Coin() ? ImportRounding.Floor : ImportRounding.Refuse);
            long before = GC.GetAllocatedBytesForCurrentThread();

            Exception? thrown = Record.Exception(() => ImportAndReadBack(new VenueFile("chain", mutated), options));

            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(thrown is null or MarginException, $"{Convert.ToBase64String(mutated)}: {thrown}");
            ErrorCode code = (thrown as MarginException)?.Code ?? ErrorCode.None;
            outcomes[code] = outcomes.GetValueOrDefault(code) + 1;
        }

        Assert.InRange(largest, 0, mostBytes);
        Assert.InRange(outcomes.Count, 2, int.MaxValue);
        output.WriteLine($"{count} inputs, at most {largest} bytes allocated");
        output.WriteLine(string.Join(", ", outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}")));
    }

    private static void ImportAndReadBack(VenueFile file, ImportOptions options)
    {
        byte[] document = MarketDocument.Write(DeribitImporter.Import([file], options).Market);

        Exception? thrown = Record.Exception(() => MarketDocument.Read(document, "market.json"));

        Assert.True(thrown is null, $"{Encoding.UTF8.GetString(document)}: {thrown}");
    }

    /// <summary>One to four changes: a digit, a bit, a byte that readers seek, a part removed or repeated.</summary>
    private static byte[] Mutate(Seeded seeded, byte[] original)
    {
        List<byte> bytes = [.. original];
        for (long change = seeded.Between(1, 4); change > 0; change--)
        {
            int at = (int)seeded.Between(0, bytes.Count - 1);
            int length = (int)Math.Min(seeded.Between(1, 40), bytes.Count - at);
            int to = (int)seeded.Between(0, bytes.Count - length);
            List<byte> part = bytes.GetRange(at, length);
            switch (seeded.Between(0, 7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << (int)seeded.Between(0, 7));
                    break;
                case 1:
                    bytes[at] = seeded.Pick<byte>(Alphabet);
                    break;
                case 2:
                    bytes.Insert(at, seeded.Pick<byte>(Alphabet));
                    break;
                case 3:
                    bytes.InsertRange(to, part);
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - 1));
                    break;
                default:
                    at = bytes.FindIndex(at, next => next is >= (byte)'0' and <= (byte)'9');
                    bytes[Math.Max(at, 0)] = (byte)seeded.Between('0', '9');
                    break;
            }
        }

        return [.. bytes];
    }
}
