using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>
/// Absurd values of every option with a number: refused with the range, before any file is written or node asked.
/// </summary>
public sealed class ArgumentTests(WorkFolder folder) : IClassFixture<WorkFolder>
{
    private const string Import = "import deribit files/chain.csv --asset";
    private const string Margin = "margin -m market.json -b book.json --fail-under";
    private const string Verify = "verify signed.vmb --chain-id";
    private const string Keys = "keys new k --password-file password --scrypt-cost";
    private const string Up = "chain up --port";
    private const string Open = "chain open --keystore key0.json --subaccount";
    private const string Deploy = "chain deploy -m market.json --attesters committee.json --publishers committee.json "
        + "--max-age";
    private const string Bid = "chain bid -m market.json -b book.json --party a=b --signers committee.json --fraction";
    private const string Attest = "attest -m market.json -b book.json --signers committee.json --purpose";
    private const string Deposit = "chain deposit 0x00000000000000000000000000000000000000000000000000000000000000a1";
    private const string Fill = "chain trade -m market.json --party a=b --party c=d --signers committee.json --fill";

    private const string Malformed = "DecimalMalformed";
    private const string Outside = "NumberOutOfRange";
    private const string PriceRange = "from 0.000000000001 to 1000000";
    private const string HealthRange = "from 0 to 1000000";
    private const string CashRange = "from 0.000001 to 4611686018427.387903";
    private const string ChainRange =
        "from 1 to 115792089237316195423570985008687907853269984665640564039457584007913129639935";

    /// <summary>Arguments, the last value, the error's name, the option, and part of what would be accepted.</summary>
    [Theory]
    [InlineData(Import, "USDC=0", Outside, "--asset", PriceRange)]
    [InlineData(Import, "USDC=-1", Outside, "--asset", PriceRange)]
    [InlineData(Import, "USDC=NaN", Malformed, "--asset", PriceRange)]
    [InlineData(Import, "USDC=1e400", Malformed, "--asset", PriceRange)]
    [InlineData(Import, "USDC=", Malformed, "--asset", PriceRange)]
    [InlineData(Import, "USDC=1000000.1", Outside, "--asset", PriceRange)]
    [InlineData(Import, "USDC=1=1", Malformed, "--asset", PriceRange)]
    [InlineData(Import, "usdc=1", "IdentifierMalformed", "--asset", "ASSET=PRICE")]
    [InlineData(Import, "", "IdentifierMalformed", "--asset", "ASSET=PRICE")]
    [InlineData(Margin, "-1", Outside, "--fail-under", HealthRange)]
    [InlineData(Margin, "NaN", Malformed, "--fail-under", HealthRange)]
    [InlineData(Margin, "1e400", Malformed, "--fail-under", HealthRange)]
    [InlineData(Margin, "", Malformed, "--fail-under", HealthRange)]
    [InlineData(Margin, "1000001", Outside, "--fail-under", HealthRange)]
    [InlineData(Verify, "0", Outside, "--chain-id", ChainRange)]
    [InlineData(Verify, "-1", Outside, "--chain-id", ChainRange)]
    [InlineData(Verify, "1e400", Outside, "--chain-id", ChainRange)]
    [InlineData(Verify, "", Outside, "--chain-id", ChainRange)]
    [InlineData(
        Verify,
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        Outside,
        "--chain-id",
        ChainRange)]
    [InlineData(Keys, "many", Outside, "--scrypt-cost", "from 2 to 262144")]
    [InlineData(Keys, "0", Outside, "--scrypt-cost", "from 2 to 262144")]
    [InlineData(Keys, "3", Outside, "--scrypt-cost", "a power of two from 2 to 262144")]
    [InlineData(Keys, "99999999999999999999", Outside, "--scrypt-cost", "from 2 to 262144")]
    [InlineData(Up, "-1", Outside, "--port", "from 0 to 65535")]
    [InlineData(Up, "65536", Outside, "--port", "from 0 to 65535")]
    [InlineData(Up, "x", Outside, "--port", "from 0 to 65535")]
    [InlineData(Open, "-1", Outside, "--subaccount", "from 0 to 79228162514264337593543950335")]
    [InlineData(Open, "79228162514264337593543950336", Outside, "--subaccount", "to 79228162514264337593543950335")]
    [InlineData(Deploy, "0s", Outside, "--max-age", "at least 1s")]
    [InlineData(Deploy, "5", Outside, "--max-age", "a unit s, m, h or d")]
    [InlineData(Bid, "0", Outside, "--fraction", "from 0.000001 to 1")]
    [InlineData(Bid, "1.000001", Outside, "--fraction", "from 0.000001 to 1")]
    [InlineData(Attest + " report --valid-for", "0s", Outside, "--valid-for", "at least 1s")]
    [InlineData(Attest + " report --valid-for", "-1s", Outside, "--valid-for", "at least 1s")]
    [InlineData(Attest + " withdraw --to 0x --amount", "0", Outside, "--amount", CashRange)]
    [InlineData(Attest + " withdraw --to 0x --amount", "1e400", Malformed, "--amount", CashRange)]
    [InlineData(Deposit, "-5", Outside, "AMOUNT", CashRange)]
    [InlineData(Deposit, "NaN", Malformed, "AMOUNT", CashRange)]
    [InlineData(Deposit, "0.0000001", "PrecisionLost", "AMOUNT", "at most 6 decimal places")]
    [InlineData(Fill, "ETH/USD:USD-240126-2400-C=0@5", "QuantityZero", "--fill", "other than zero")]
    [InlineData(Fill, "ETH/USD:USD-240126-2400-C=1@0", Outside, "--fill", "from 0.00000001")]
    [InlineData(Fill, "ETH/USD:USD-240126-2400-C=1@", Malformed, "--fill", "from 0.00000001")]
    [InlineData(Fill, "ETH/USD:USD-240126-2400-C", Malformed, "--fill", "INSTRUMENT=QUANTITY@PRICE")]
    public async Task Run_AbsurdNumber_IsRefusedWithTheRange(
        string line, string value, string code, string option, string accepted)
    {
        IEnumerable<string> arguments = [.. line.Split(' '), value, "--json"];

        Outcome outcome = await CommandLine.RunAsync(folder.Path, arguments);

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((3, code, option), (outcome.Code, $"{refusal.Code}", refusal.Path));
        Assert.Contains(accepted, refusal.Accepted, System.StringComparison.Ordinal);
    }

    /// <summary>An empty name is no fault of ours, whichever option it is given to.</summary>
    [Theory]
    [InlineData("margin -b book.json -m")]
    [InlineData("margin -m market.json -b")]
    [InlineData("margin -m market.json -b book.json -p")]
    [InlineData("margin -m market.json -b book.json -s")]
    [InlineData("margin -m market.json -b book.json -o")]
    [InlineData("margin -m market.json -b book.json --svg")]
    [InlineData("margin -m market.json -b book.json --html")]
    [InlineData("import deribit")]
    [InlineData("import deribit files/chain.csv -o")]
    [InlineData("verify signed.vmb --signers")]
    [InlineData("sign draft.vmb --password-file password --keystore")]
    [InlineData("sign draft.vmb --keystore key0.json --password-file")]
    [InlineData("replay")]
    public async Task Run_EmptyFileName_Is8(string line)
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, [.. line.Split(' '), "", "--json"]);

        Assert.Equal(8, outcome.Code);
        Assert.Contains("File", $"{ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout").Code}");
    }

    [Fact]
    public async Task Run_TwoDocumentsFromStandardInput_IsRefused()
    {
        Outcome outcome = await CommandLine.RunAsync(folder.Path, "import", "deribit", "-", "-", "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal((8, ErrorCode.FileUnreadable, "-"), (outcome.Code, refusal.Code, refusal.File));
        Assert.Contains("only one can be -", refusal.Accepted, System.StringComparison.Ordinal);
    }
}
