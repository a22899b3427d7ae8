using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// Every refusal: its exit code, and its name, file, place, value and what would be accepted, for people on standard
/// error and with <c>--json</c> as the error document, alone on standard output.
/// </summary>
public sealed class RefusalTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private const string Margin = "margin -m market.json -b ";
    private const string Pattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private const string At = " --at 2024-01-08T11:20:00Z";

    /// <summary>Arguments, exit code, error name, and parts of file, path, value and accepted.</summary>
    public static TheoryData<string, int, ErrorCode, string[]> Cases => new()
    {
        { Margin + "broken.json", 3, ErrorCode.JsonMalformed, ["broken.json", "line 1, byte", "", "JSON"] },
        {
            Margin + "unlisted.json", 3, ErrorCode.VolatilityMissing,
            ["unlisted.json", "/positions/0", "ETH/USD:USD-240126-2222-C", "nearest: 2150, 2200, 2250, 2300"]
        },
        {
            Margin + "book.json -p portfolio-scan", 3, ErrorCode.ParameterOutOfRange,
            ["", "--model", "portfolio-scan", "isolated-1.0, portfolio-1.0, portfolio-scan-1.0, span-1.0; or the path of a document"]
        },
        {
            Margin + "book.json -s span-1.0", 3, ErrorCode.ParameterOutOfRange,
            ["", "--scenarios", "span-1.0", "one of derive-pmrm1-1.0, derive-pmrm2-1.0, portfolio-1.0, portfolio-scan-1.0; or"]
        },
        {
            Margin + "large.json", 3, ErrorCode.QuantityTooLarge,
            ["large.json", "/positions", "ETH/USD:USD-240126-2400-C", "less than 2^62"]
        },
        { Margin + "book.json -p absent.json", 8, ErrorCode.FileUnreadable, ["absent.json", "file", "", "readable"] },
        { Margin + "book.json -p ./absent", 8, ErrorCode.FileUnreadable, ["./absent", "file", "", "readable"] },
        { Margin + "book.json -p files", 8, ErrorCode.FileUnreadable, ["files", "file", "a folder", "readable"] },
        { "inspect files", 8, ErrorCode.FileUnreadable, ["files", "file", "a folder", "readable"] },
        {
            "import deribit files/chain.csv -o files", 8, ErrorCode.FileUnwritable,
            ["files", "file", "a folder", "a writable file"]
        },
        {
            "keys new k.json --password-file none", 2, ErrorCode.CommandLineMalformed,
            ["", "--password-file", "none", "a password of at least one character"]
        },
        {
            Margin + "market.json", 3, ErrorCode.DocumentKindMismatch,
            ["market.json", "/schema", "verifiable/market/1", "verifiable/book/1; --market takes verifiable/market/1"]
        },
        {
            Margin + "book.json -p scenarios.json", 3, ErrorCode.DocumentKindMismatch,
            ["scenarios.json", "/schema", "verifiable/scenarios/1", "verifiable/model/1; --scenarios takes"]
        },
        {
            "inspect book.json", 3, ErrorCode.DocumentKindMismatch,
            ["book.json", "/schema", "verifiable/book/1", "a replay bundle, as attest writes it; margin --book reads"]
        },
        {
            "verify result.json", 3, ErrorCode.DocumentKindMismatch,
            ["result.json", "/schema", "verifiable/result/1", "schema result describes it"]
        },
        {
            "attest -m market.json -b book.json --purpose report --signers committee.json --neo result.json", 3,
            ErrorCode.JsonMalformed, ["result.json", "/", "schema", "network"]
        },
        { "inspect committee.json", 3, ErrorCode.BundleMalformed, ["committee.json", "file", "bytes", "VMB1"] },
        {
            Margin + "book.json -p strangers.json", 3, ErrorCode.MemberUnknown,
            ["strangers.json", "threshold", "", "schema"]
        },
        { Margin + "book.json --fail-under x", 3, ErrorCode.DecimalMalformed, ["", "--fail-under", "x", "decimal"] },
        {
            Margin + "future.json", 4, ErrorCode.SchemaUnknown,
            ["future.json", "schema", "book/2", "verifiable/book/1"]
        },
        { Margin + "absent.json", 8, ErrorCode.FileUnreadable, ["absent.json", "", "", "readable"] },
        { "import deribit absent.csv", 8, ErrorCode.FileUnreadable, ["absent.csv", "file", "", "readable"] },
        {
            "import deribit files/cut.csv.gz", 3, ErrorCode.EncodingMalformed,
            ["files/cut.csv.gz", "gzip", "", "one whole gzip member"]
        },
        {
            "import deribit files/flipped.csv.gz", 3, ErrorCode.EncodingMalformed,
            ["files/flipped.csv.gz", "gzip", "", "one whole gzip member"]
        },
        {
            "import deribit files/bomb.gz", 3, ErrorCode.DocumentTooLarge,
            ["files/bomb.gz", "file", "more than 33554432 bytes", "at most 33554432 bytes"]
        },
        {
            "import deribit files/contradicting.csv", 3, ErrorCode.RowDuplicate,
            ["files/contradicting.csv", "line 3", "ETH/USD:ETH-240126-2400-C", "files/contradicting.csv line 2"]
        },
        {
            "import deribit files/chain.csv -o files/chain.csv", 8, ErrorCode.FileUnwritable,
            ["files/chain.csv", "--output", "files/chain.csv", "a file that nothing else uses"]
        },
        { "import deribit password", 3, ErrorCode.TableMalformed, ["password", "", "", ""] },
        { "replay absent.vmb", 8, ErrorCode.FileUnreadable, ["absent.vmb", "", "", "readable"] },
        { "replay garbage.vmb", 3, ErrorCode.BundleMalformed, ["garbage.vmb", "file", "12 bytes", "VMB1"] },
        { "replay later.vmb", 4, ErrorCode.BundleVersionUnknown, ["later.vmb", "version", "2", "1"] },
        { "replay corrupt.vmb", 1, ErrorCode.HashMismatch, ["corrupt.vmb", "bundleHash", "0x", "0x"] },
        { "replay draft.vmb", 5, ErrorCode.WrongSignatureCount, ["", "signatures", "0", "2"] },
        {
            "replay signed.vmb --chain-id 1", 5, ErrorCode.SignatureRejected,
            ["", "signatures/0", "0x", "signature by"]
        },
        { "replay signed.vmb --chain-id one", 3, ErrorCode.NumberOutOfRange, ["", "--chain-id", "one", "whole"] },
        { "verify draft.vmb" + At, 5, ErrorCode.WrongSignatureCount, ["", "signatures", "0", "2"] },
        {
            "verify signed.vmb --signers strangers.json" + At, 5, ErrorCode.SignerSetMismatch,
            ["", "signers", "0x", "0x"]
        },
        {
            "verify signed.vmb --at 2024-01-08T11:25:01Z", 5, ErrorCode.AttestationExpired,
            ["signed.vmb", "validUntil", "2024-01-08T11:25:01Z", "2024-01-08T11:25:00Z"]
        },
        { "verify signed.vmb --at now", 3, ErrorCode.InstantMalformed, ["", "--at", "now", "YYYY"] },
        { "verify signed.vmb --signers password" + At, 3, ErrorCode.JsonMalformed, ["password", "/", "", "threshold"] },
        {
            "sign draft.vmb --keystore key0.json --password-file wrong -o x.vmb", 5, ErrorCode.PasswordWrong,
            ["", "", "", ""]
        },
        {
            "sign signed.vmb --keystore key0.json --password-file password -o x.vmb", 5, ErrorCode.DuplicateSigner,
            ["", "signatures", "0x", "not signed"]
        },
        {
            "sign draft.vmb --keystore nobody.json --password-file password", 8, ErrorCode.FileUnreadable,
            ["nobody.json", "file", "", "keystore"]
        },
        { "keys new wrong/k.json --password-file password", 8, ErrorCode.FileUnwritable, ["k.json", "file", "", ""] },
        { "keys address nobody", 8, ErrorCode.FileUnreadable, ["nobody.json", "", "", ""] },
        { "keys new ../x --password-file password", 3, ErrorCode.IdentifierMalformed, ["", "NAME", "../x", Pattern] },
        { "keys new /x --password-file password", 3, ErrorCode.IdentifierMalformed, ["", "NAME", "/x", Pattern] },
        { "keys new a/b --password-file password", 3, ErrorCode.IdentifierMalformed, ["", "NAME", "a/b", Pattern] },
        { "keys new .json --password-file password", 3, ErrorCode.IdentifierMalformed, ["", "NAME", ".json", Pattern] },
        { "keys import .. --secret-file password", 3, ErrorCode.IdentifierMalformed, ["", "NAME", "..", Pattern] },
        { "keys address ../keys/x", 3, ErrorCode.IdentifierMalformed, ["", "NAME", "../keys/x", Pattern] },
        {
            "sign draft.vmb --account ../key0 --password-file password", 3, ErrorCode.IdentifierMalformed,
            ["", "--account", "../key0", Pattern]
        },
        {
            "keys new key0.json --password-file password", 8, ErrorCode.FileUnwritable,
            ["key0.json", "NAME", "existing", "new name"]
        },
        {
            "sign draft.vmb", 2, ErrorCode.CommandLineMalformed,
            ["", "--keystore", "", "--keystore FILE or --account NAME"]
        },
        {
            "sign draft.vmb --keystore key0.json --account x", 2, ErrorCode.CommandLineMalformed,
            ["", "--keystore", "key0.json", "--keystore FILE or --account NAME"]
        },
        {
            "sign draft.vmb --keystore key0.json", 2, ErrorCode.CommandLineMalformed,
            ["", "--password-file", "", "where no terminal can ask"]
        },
        {
            "chain trade -m market.json --party a=b --fill x --signers committee.json", 2,
            ErrorCode.CommandLineMalformed, ["", "--party", "1", "two parties"]
        },
        {
            "attest -m market.json -b book.json --purpose withdraw --signers committee.json", 2,
            ErrorCode.CommandLineMalformed, ["", "--amount, --to", "", "both"]
        },
        { "chain status 0x00 --rpc-url http://127.0.0.1:1", 7, ErrorCode.NodeUnreachable, ["", "", "", ""] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_Refused_SaysWhatWhereAndWhatWouldDo(string line, int code, ErrorCode name, string[] parts)
    {
        List<string> before = Files();

        Outcome text = await CommandLine.RunAsync(folder.Path, line.Split(' '));
        Outcome json = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "--json", "--quiet"]);

        Assert.Equal((code, code), (text.Code, json.Code));
        Assert.Empty(text.Out);
        Assert.StartsWith($"{name}", text.Error, StringComparison.Ordinal);
        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(json.Out), "stdout");
        Assert.Equal(name, refusal.Code);
        Assert.Empty(json.Error);
        string[] fields = [refusal.File, refusal.Path, refusal.Value, refusal.Accepted];
        for (int at = 0; at < fields.Length; at++)
        {
            Assert.Contains(parts[at], fields[at], StringComparison.Ordinal);
        }

        // The system's own message may name a temporary file, which differs from run to run.
        string[] same = name == ErrorCode.FileUnwritable ? [refusal.File, refusal.Accepted] : fields;
        Assert.All(same, field => Assert.Contains(field, text.Error, StringComparison.Ordinal));

        // A refusal leaves nothing behind.
        Assert.Equal(before, Files());
    }

    private List<string> Files()
    {
        List<string> files = [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)];
        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
