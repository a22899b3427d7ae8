using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Chain.Rpc;

/// <summary>A node that lies: well-formed replies with random edits, through every method that reads one.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed partial class HostileReplyTests(ITestOutputHelper output)
{
    private const int Replies = 120_000;
    private const int MaxEdits = 3;

    private const string Hash = "0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private const string Account = "0x00000000000000000000000000000000000000a1";

    private const string LogJson = $$"""
        {"address":"{{Account}}","topics":["{{Hash}}"],"data":"0x01","blockNumber":"0x5","blockHash":"{{Hash}}",
         "transactionHash":"{{Hash}}","logIndex":"0x0","removed":false}
        """;

    private static readonly Bytes32 KnownHash = Bytes32.Read(Convert.FromHexString(Hash[2..]));
    private static readonly Address KnownAccount = Address.Parse(Account);
    private static readonly CallRequest Call = new() { To = KnownAccount };

    private static readonly (string Result, Func<IChainNode, Task> Ask)[] Methods =
    [
        ("\"0x7a69\"", node => node.ChainIdAsync()),
        ("\"0xde0b6b3a7640000\"", node => node.BalanceAsync(KnownAccount, BlockReference.Latest)),
        ("\"0x6001600255\"", node => node.CodeAsync(KnownAccount, BlockReference.Latest)),
        ("\"0x08c379a0\"", node => node.CallAsync(Call, BlockReference.Latest)),
        ("\"0x5208\"", node => node.EstimateGasAsync(Call)),
        ($$"""{"hash":"{{Hash}}","nonce":"0x1"}""", node => node.KnowsTransactionAsync(KnownHash)),
        ("""{"oldestBlock":"0x1","baseFeePerGas":["0x7","0x8"],"reward":[["0x1"],["0x2"]]}""",
            node => node.FeeHistoryAsync(2)),
        ($"[{LogJson},{LogJson}]", node => node.LogsAsync(new LogFilter(1, 9, KnownAccount))),
        ($$"""
          {"number":"0x5","hash":"{{Hash}}","parentHash":"{{Hash}}","timestamp":"0x65","gasLimit":"0x1c9c380",
           "baseFeePerGas":"0x7","transactions":[]}
          """,
            node => node.FindBlockAsync(BlockReference.Latest)),
        ($$"""
          {"transactionHash":"{{Hash}}","blockNumber":"0x5","blockHash":"{{Hash}}","status":"0x1","gasUsed":"0x5208",
           "effectiveGasPrice":"0x7","contractAddress":null,"logs":[{{LogJson}}]}
          """,
            node => node.FindReceiptAsync(KnownHash)),
    ];

    private const string Error = """
        "error":{"code":-32000,"message":"no","data":null},"was":
        """;

    private static readonly string[] Tokens =
    [
        "null", "{}", "[]", "\\ud800", "\\u0000", "0x", ":", ",", "\"", "{", "[", "}", "]", "\"id\":1,",
        "\"error\":null,",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "[null]", "[[]]", "0", "-1", "1.5", "1e999", "9999999999999999999999",
        "\"\"", "\"0x\"", "\"0x0\"", "\"0x1\"", "\"0x2\"", "\"0X1\"", "\"0x-1\"", "\"0x 1\"", "\"0xzz\"", "\"1\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"result\"", "\"error\"", "\"id\"", "\"jsonrpc\"", "\"status\"",
        $"\"{Hash}\"", $"\"{Account}\"",
        $"\"0x{new string('f', 64)}\"", $"\"0x{new string('f', 65)}\"", $"\"0x{new string('0', 5000)}\"",
        """{"code":3,"message":"execution reverted","data":"0x1"}""",
        """{"code":3,"message":"\ud800","data":"0x"}""",
        """{"code":-32603,"message":"reverted","data":{"data":{"data":"0x"}}}""",
        """{"code":9223372036854775808,"message":""}""",
    ];

    [Fact]
    public async Task EveryMethod_UneditedReply_IsRead()
    {
        List<string> outcomes = [];

        foreach ((string result, Func<IChainNode, Task> ask) in Methods)
        {
            outcomes.Add(await AskAsync(id => Encoding.UTF8.GetBytes(Reply(result, id)), ask));
        }

        Assert.All(outcomes, outcome => Assert.Equal("read", outcome));
    }

    [Fact]
    public async Task EveryMethod_EditedReply_IsReadOrRefusedByName()
    {
        Seeded random = Seeded.Printed(output);
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = 0; i < Replies; i++)
        {
            (string result, Func<IChainNode, Task> ask) = random.Pick<(string, Func<IChainNode, Task>)>(Methods);
            string outcome = await AskAsync(id => Edit(random, Encoding.UTF8.GetBytes(Reply(result, id))), ask);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        long heldBytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Replies} replies: {string.Join(", ", outcomes)}; {heldBytes} bytes held afterwards");
        Assert.Equal(["NodeRefused", "ReplyMalformed", "read"], outcomes.Keys);
        Assert.InRange(heldBytes, long.MinValue, 16 << 20);
    }

    /// <summary>
    /// Asks through a node whose transport sends the bytes; any exception but a named refusal is the outcome.
    /// </summary>
    private static async Task<string> AskAsync(Func<long, byte[]> reply, Func<IChainNode, Task> ask)
    {
        using JsonRpcClient client =
            new("http://127.0.0.1:1", handler: new StubHandler(id => new ByteArrayContent(reply(id))));
        try
        {
            await ask(new EthereumNode(client));
            return "read";
        }
        catch (MarginException refusal)
        {
            return refusal.Code.ToString();
        }
        catch (Exception failure)
        {
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private static string Reply(string result, long id) => $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""";

    private static byte[] Edit(Seeded random, byte[] reply) =>
        Enumerable.Range(0, (int)random.Between(1, MaxEdits)).Aggregate(reply, (bytes, _) => EditOnce(random, bytes));

    /// <summary>
    /// An edit of bytes, which mostly breaks the JSON, or of one value, which mostly leaves it whole.
    /// </summary>
    private static byte[] EditOnce(Seeded random, byte[] bytes)
    {
        int at = (int)random.Between(0, Math.Max(0, bytes.Length - 1));
        int end = (int)random.Between(at, Math.Min(bytes.Length, at + 40));
        byte[] noise = [(byte)random.Between(0, 255)];
        return random.Between(0, 12) switch
        {
            0 => [.. bytes[..at], .. noise, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            1 => [.. bytes[..at], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[at..]],
            3 => bytes[..at],
            4 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(random.Pick<string>(Tokens)), .. bytes[end..]],
            5 => Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(bytes).Replace("\"result\":", Error, StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(EditValue(random, Encoding.UTF8.GetString(bytes))),
        };
    }

    private static string EditValue(Seeded random, string reply)
    {
        Match[] values = [.. ValueOrName().Matches(reply).Cast<Match>()];
        if (values.Length == 0)
        {
            return reply;
        }

        Match value = random.Pick<Match>(values);
        return $"{reply[..value.Index]}{random.Pick<string>(Values)}{reply[(value.Index + value.Length)..]}";
    }

    [GeneratedRegex("\"[^\"]*\"|null|false|[0-9]+")]
    private static partial Regex ValueOrName();
}
