using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Neo;
using Neo.Network.P2P.Payloads;
using Neo.SmartContract.Native;
using Neo.VM;
using Neo.VM.Types;
using Verifiable.Neo.Output;
using Verifiable.Testing;
using Verifiable.Tests.Support;
using Array = System.Array;

namespace Verifiable.Tests.Neo.Chain;

/// <summary>
/// A private chain of neo.express: a node in a process of its own with consensus, blocks, a database and an RPC server,
/// on loopback and ports that were free. It ends with this object, and with this process however that ends.
/// </summary>
/// <remarks>
/// The chain's clock is moved years ahead before the node starts. A block's time is then its parent's and a
/// millisecond, so that the second stands still for as long as a test runs and two runs see the same time.
/// </remarks>
internal sealed class PrivateChain : IVaultChain, IAsyncDisposable
{
    /// <summary>2096: ahead of the machine's clock, and before the last instant of documents.</summary>
    private const long Start = 4_000_000_000;

    private const long SystemFee = 200_00000000;
    private const long NetworkFee = 2_00000000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What is read and needs no transaction.</summary>
    private static readonly string[] Reads = ["cash", "sequence", "balanceOf"];

    private readonly string _folder;
    private readonly GuardedProcess _node;
    private readonly PrivateChainRpc _rpc;
    private readonly UInt160 _payer;
    private uint _nonce;

    private PrivateChain(string folder, GuardedProcess node, PrivateChainRpc rpc, UInt160 payer)
    {
        _folder = folder;
        _node = node;
        _rpc = rpc;
        _payer = payer;
    }

    /// <inheritdoc/>
    public uint Network => TestChain.Settings.Network;

    /// <inheritdoc/>
    public UInt256 Genesis => field ??= UInt256.Parse(_rpc.Call("getblockhash", 0).GetValue<string>());

    /// <inheritdoc/>
    public long Now
    {
        get;
        set => field = field == 0 || field == value
            ? value
            : throw new InvalidOperationException("The node's clock is its own.");
    }

    /// <inheritdoc/>
    public long DeployGas { get; private set; }

    /// <summary>Writes a chain's file, funds who pays, moves the clock and starts the node.</summary>
    /// <param name="payer">Pays every fee.</param>
    internal static async Task<PrivateChain> StartAsync(UInt160 payer)
    {
        string folder = Directory.CreateTempSubdirectory("verifiable-neoxp-").FullName;
        GuardedProcess? node = null;
        try
        {
            await RunAsync(folder, "create", "chain.neo-express");
            int port = Configure(Path.Combine(folder, "chain.neo-express"));
            string address = global::Neo.Wallets.Helper.ToAddress(payer, ProtocolSettings.Default.AddressVersion);
            await RunAsync(folder, "transfer", "100000", "gas", "genesis", address, "-i", "chain.neo-express");
            TimeSpan ahead = DateTimeOffset.FromUnixTimeSeconds(Start) - DateTimeOffset.UtcNow;
            string delta = ahead.ToString("c", CultureInfo.InvariantCulture);
            await RunAsync(folder, "fastfwd", "1", "-t", delta, "-i", "chain.neo-express");
            node = Begin(folder, "run", "-s", "1", "-i", "chain.neo-express");
            await node.FindLineAsync(Patience, CancellationToken.None);
            PrivateChain chain = new(folder, node, new PrivateChainRpc(port), payer);
            chain.Now = await chain._rpc.TimeAsync();
            return chain;
        }
        catch
        {
            await EndAsync(folder, node);
            throw;
        }
    }

    /// <inheritdoc/>
    public UInt160 Deploy(BuiltContract contract, UInt160 sender, params object[] data)
    {
        if (sender != _payer)
        {
            throw new InvalidOperationException("A contract's address is of who pays for its deployment.");
        }

        CallOutcome outcome = Call(
            NativeContract.ContractManagement.Hash,
            "deploy",
            [sender],
            contract.Nef,
            System.Text.Encoding.UTF8.GetBytes(contract.Manifest),
            data);
        DeployGas = outcome.Gas;
        uint checksum = global::Neo.IO.Helper.AsSerializable<global::Neo.SmartContract.NefFile>(contract.Nef).CheckSum;
        string name = JsonNode.Parse(contract.Manifest)!["name"]!.GetValue<string>();
        return outcome.Fault is null
            ? global::Neo.SmartContract.Helper.GetContractHash(sender, checksum, name)
            : throw new InvalidOperationException(outcome.Fault);
    }

    /// <inheritdoc/>
    public CallOutcome Call(UInt160 contract, string method, UInt160[] signers, params object[] arguments)
    {
        using ScriptBuilder builder = new();
        builder.EmitDynamicCall(contract, method, [.. arguments.Select(TestChain.Parameter)]);
        byte[] script = builder.ToArray();
        return Reads.Contains(method)
            ? Outcome(_rpc.Call("invokescript", Convert.ToBase64String(script)), "state")
            : Outcome(Send(script, signers), "vmstate");
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await EndAsync(_folder, _node);
    }

    /// <summary>Signs, sends, and waits for the block that has it.</summary>
    private JsonNode Send(byte[] script, UInt160[] signers)
    {
        Signer[] all =
        [
            new Signer
            {
                Account = _payer,
                Scopes = signers.Contains(_payer) ? WitnessScope.CalledByEntry : WitnessScope.None,
            },
            .. signers.Where(account => account != _payer).Select(static account => new Signer
            {
                Account = account,
                Scopes = WitnessScope.CalledByEntry,
            }),
        ];
        Transaction transaction = new()
        {
            Nonce = _nonce++,
            Script = script,
            Signers = all,
            SystemFee = SystemFee,
            NetworkFee = NetworkFee,
            ValidUntilBlock = _rpc.Height() + 1_000,
            Attributes = Array.Empty<TransactionAttribute>(),
            Witnesses = Array.Empty<Witness>(),
        };
        transaction.Witnesses = [.. all.Select(signer => WitnessOf(transaction, signer.Account))];
        _rpc.Call("sendrawtransaction", Convert.ToBase64String(global::Neo.IO.Helper.ToArray(transaction)));
        return _rpc.WaitForLog(transaction.Hash, Patience);
    }

    private Witness WitnessOf(Transaction transaction, UInt160 account)
    {
        global::Neo.Wallets.KeyPair key = Parties.KeyOf(account);
        using ScriptBuilder invocation = new();
        invocation.EmitPush(global::Neo.Wallets.Helper.Sign(transaction, key, Network));
        return new Witness
        {
            InvocationScript = invocation.ToArray(),
            VerificationScript = global::Neo.SmartContract.Contract.CreateSignatureRedeemScript(key.PublicKey),
        };
    }

    private static CallOutcome Outcome(JsonNode execution, string stateName)
    {
        long gas = long.Parse(execution["gasconsumed"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        if (execution[stateName]!.GetValue<string>() != "HALT")
        {
            return new CallOutcome(
                StackItem.Null, TestChain.NameOf(execution["exception"]!.GetValue<string>()), gas, []);
        }

        JsonNode? top = execution["stack"]!.AsArray().LastOrDefault();
        StackItem value = top?["type"]!.GetValue<string>() == "Integer"
            ? new Integer(System.Numerics.BigInteger.Parse(
                top["value"]!.GetValue<string>(), CultureInfo.InvariantCulture))
            : StackItem.Null;
        return new CallOutcome(
            value,
            null,
            gas,
            [.. execution["notifications"]!.AsArray().Select(static note => note!["eventname"]!.GetValue<string>())]);
    }

    /// <summary>Gives the chain the tests' network and ports that are free; the port of its RPC server.</summary>
    private static int Configure(string file)
    {
        JsonNode chain = JsonNode.Parse(File.ReadAllText(file))!;
        JsonNode node = chain["consensus-nodes"]![0]!;
        int[] ports = FreePorts(3);
        chain["magic"] = TestChain.Settings.Network;
        (node["rpc-port"], node["tcp-port"], node["ws-port"]) = (ports[0], ports[1], ports[2]);
        File.WriteAllText(file, chain.ToJsonString());
        return ports[0];
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners =
            [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, static listener => listener.Start());
        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, static listener => listener.Stop());
        return ports;
    }

    private static async Task RunAsync(string folder, params string[] arguments)
    {
        await using GuardedProcess process = Begin(folder, arguments);
        using CancellationTokenSource expired = new(Patience);
        if (await process.WaitAsync(expired.Token) != 0)
        {
            throw new InvalidOperationException($"neoxp {arguments[0]}: {process.LastLines}");
        }
    }

    /// <summary>Starts the tool, which was built for an older runtime and keeps chains in a user's folder.</summary>
    private static GuardedProcess Begin(string folder, params string[] arguments) => GuardedProcess.Start(
        new NodeRuntime(ReferenceData.Root).Node,
        folder,
        [
            "env", "DOTNET_ROLL_FORWARD=Major", $"XDG_DATA_HOME={folder}", "dotnet", Tool, .. arguments,
        ],
        static line => line.StartsWith("Neo express is running", StringComparison.Ordinal) ? line : null);

    private static string Tool => Path.Combine(
        Path.GetDirectoryName(typeof(PrivateChain).Assembly
            .GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>()
            .Single(static data => data.Key == "NeoExpress").Value)!,
        "neoxp.dll");

    private static async Task EndAsync(string folder, GuardedProcess? node)
    {
        if (node is not null)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
