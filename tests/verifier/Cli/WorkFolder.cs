using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Verifiable.Tests.Verifier.Attestation.Neo;
using Verifiable.Tests.Verifier.Documents.Support;
using Verifiable.Tests.Verifier.Margin;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>A folder with one of each file that the program reads, good and bad.</summary>
public sealed class WorkFolder : IDisposable
{
    /// <summary>scrypt's work factor of throw-away keys.</summary>
    private const int TestCost = 4;

    private static readonly AssetId Usd = ChainMarket.Asset("USD");

    /// <summary>Writes the files.</summary>
    public WorkFolder()
    {
        Path = Directory.CreateTempSubdirectory("verifiable-cli-").FullName;
        Write("market.json", MarketDocument.Write(SampleBundle.Inputs.Market));
        Write("book.json", BookOf(SampleBundle.Inputs.Book));
        Write("poor.json", BookOf(SampleBundle.Inputs.Book with { Cash = default, Collateral = [] }));
        Write("unlisted.json", BookOf(ChainMarket.Book(0, "240126-2222-C -1")));
        Write("empty.json", BookOf(ChainMarket.Book(0)));
        Write("large.json", BookOf(ChainMarket.Book(0, "240126-2400-C -46116860184")));
        Write("scenarios.json", Profiles.ReadScenarios(Profiles.Default));
        Write("result.json", Samples.Json("result.json"));
        WriteText("broken.json", "{ \"schema\": \"verifiable/book/1\", ");
        WriteText("future.json", "{ \"schema\": \"verifiable/book/2\" }");
        WriteText("garbage.vmb", "not a bundle");
        WriteBundles();
        WriteKeys();
        WriteVenueFiles();
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A file's full name.</summary>
    internal string File(string name) => System.IO.Path.Combine(Path, name);

    private void WriteBundles()
    {
        byte[] bundle = SampleBundle.Signed.Encode();
        Write("signed.vmb", bundle);
        Write("both.vmb", SampleNeo.Signed.Encode());
        Write("draft.vmb", SampleBundle.Draft(SampleBundle.Inputs).Encode());
        Write("reduce.vmb", AttestationDraft.Create(
            SampleBundle.Inputs, SampleBundle.Binding, BundleVectors.Committee, Purpose.Reduce, default).Encode());

        byte[] corrupt = [.. bundle];
        corrupt[corrupt.Length / 2] ^= 1;
        Write("corrupt.vmb", corrupt);
        byte[] later = [.. bundle];
        later["VMB1".Length + sizeof(uint) - 1] = 2;
        Write("later.vmb", later);

        string[] committee = [.. BundleVectors.Committee.Signers.Select(static signer => $"\"{signer}\"")];
        WriteText("committee.json", $$"""{ "threshold": 2, "signers": [{{string.Join(',', committee)}}] }""");
        WriteText("strangers.json", $$"""{ "threshold": 2, "signers": [{{string.Join(',', committee.Reverse())}}] }""");
    }

    private void WriteKeys()
    {
        WriteText("password", "correct horse\n");
        WriteText("none", "\nbelow\n");
        WriteText("wrong", "battery staple\n");
        for (int index = 0; index < 3; index++)
        {
            using PrivateKey key = BundleVectors.Key(index);
            Keystore.Encrypt(key, "correct horse", TestCost).Save(File($"key{index}.json"));
        }
    }

    private void WriteVenueFiles()
    {
        const string Header =
            "instrument_name,creation_timestamp,underlying_price,estimated_delivery_price,mark_price,interest_rate\n";
        const string Row = "ETH-26JAN24-2400-C,1704712200000,2225.5,2224.2,0.0412,0\n";
        Directory.CreateDirectory(File("files"));
        WriteText("files/chain.csv", Header + Row);
        WriteText("files/contradicting.csv", Header + Row + Row.Replace("0.0412", "0.0413", StringComparison.Ordinal));
        byte[] stored = Compress(Encoding.ASCII.GetBytes(Header + Row));
        Write("files/cut.csv.gz", stored[..(stored.Length / 2)]);
        stored[^1] ^= 1;
        Write("files/flipped.csv.gz", stored);
        Write("files/bomb.gz", Compress(new byte[VenueFile.MaxBytes + 1]));
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream stored = new();
        using (GZipStream stream = new(stored, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return stored.ToArray();
    }

    private static byte[] BookOf(Book book) => BookDocument.Write(new BookDocument(book, Usd, []));

    private void Write(string name, byte[] content) => System.IO.File.WriteAllBytes(File(name), content);

    private void WriteText(string name, string text) => System.IO.File.WriteAllText(File(name), text);
}
