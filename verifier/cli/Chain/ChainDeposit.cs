using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Contracts;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>chain deposit: cash or collateral into an account.</summary>
internal static class ChainDeposit
{
    private const int CashPlaces = 6;

    private static readonly Argument<string> Amount = new("AMOUNT")
    {
        Description = "Dollars, as 250000; with --asset units of it.",
    };

    private static readonly Option<string?> Asset = new("--asset")
    {
        Description = "Deposit this collateral, as ETH; only the account's owner may.",
    };

    private static readonly Option<bool> Mint = new("--mint")
    {
        Description = "Development chains: mint the stand-in token first.",
    };

    internal static Command Create()
    {
        Command command = new(
            "deposit",
            "Deposit cash or collateral.\n\nExamples:\n"
            + "  verifiable chain deposit 0xf39f... 250000 --keystore owner.json --mint\n"
            + "  verifiable chain deposit 0xf39f... 12.5 --asset ETH --keystore owner.json --mint")
        {
            ChainOptions.Account,
            Amount,
            Asset,
            Mint,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Bytes32 account = ChainConnection.ParseAccount(parsed.GetRequiredValue(ChainOptions.Account));
        string amount = parsed.GetRequiredValue(Amount);
        string? asset = parsed.GetValue(Asset);

        // What is wrong with a number is said before a node is asked; an asset's places are the token's.
        UInt128 cash = asset is null ? ParseCash(amount, "AMOUNT") : default;
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        Deposit deposit = asset is null
            ? new Deposit(contracts.CashToken, null, cash, cash, CashPlaces, string.Empty)
            : OfCollateral(await FindAsync(contracts.Vault, asset, cancellation), contracts, amount);
        using PrivateKey key = KeyOptions.Open(parsed);
        await DevFaucet.FillAsync(connection, key.Address, cancellation);
        using TransactionSender sender = connection.Sender(key);
        if (parsed.GetValue(Mint))
        {
            await deposit.Token.SendAsync(sender, "mint", [key.Address, deposit.Tokens], cancellation);
        }

        await deposit.Token.SendAsync(
            sender, "approve", [contracts.Vault.Address, deposit.Tokens], cancellation);
        TransactionReceipt receipt = deposit.AssetIndex is byte index
            ? await contracts.Vault.DepositCollateralAsync(sender, account, index, deposit.Raw, cancellation)
            : await contracts.Vault.DepositAsync(sender, account, deposit.Raw, cancellation);
        Terminal terminal = Terminal.From(parsed);
        string text = DecimalText.Format((Int128)deposit.Raw, deposit.Places);
        terminal.Answer($"deposited {text}{deposit.Unit}, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject { ["amount"] = $"{deposit.Raw}", ["gas"] = receipt.GasUsed });
        return ExitCode.Yes;
    }

    private static Deposit OfCollateral(VaultAsset asset, ProtocolContracts contracts, string text)
    {
        long scale = (long)asset.ToRaw(1);
        long amount = DecimalText.Parse(text, asset.Places, 1, (Quantity.Limit - 1) / scale, string.Empty, "AMOUNT");
        ContractInstance token = contracts.CashToken with
        {
            Name = ProtocolContracts.CollateralTokenName(asset.Asset),
            Address = asset.Token,
        };
        return new Deposit(
            token, asset.Index, asset.ToToken(amount), asset.ToRaw(amount), Quantity.Decimals, $" {asset.Asset}");
    }

    private static async Task<VaultAsset> FindAsync(
        MarginVault vault, string name, CancellationToken cancellation)
    {
        ImmutableArray<VaultAsset> assets =
            await vault.CollateralAssetsAsync(BlockReference.Latest, cancellation);
        return assets.FirstOrDefault(asset => asset.Asset.ToString() == name)
            ?? throw new MarginException(
                ErrorCode.IdentifierMalformed,
                string.Empty,
                Asset.Name,
                name,
                assets.IsEmpty
                    ? "none: the vault takes no collateral"
                    : $"one of {string.Join(", ", assets.Select(static asset => asset.Asset))}");
    }

    /// <summary>Dollars as micro-units.</summary>
    internal static UInt128 ParseCash(string text, string argument) =>
        (UInt128)DecimalText.Parse(text, CashPlaces, 1, Money.Limit - 1, string.Empty, argument);

    /// <summary>What is deposited.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="AssetIndex">The asset's place in the vault's table; null for cash.</param>
    /// <param name="Tokens">The amount in the token's base units.</param>
    /// <param name="Raw">The amount in the vault's units.</param>
    /// <param name="Places">Places of those.</param>
    /// <param name="Unit">What follows the amount.</param>
    private sealed record Deposit(
        ContractInstance Token, byte? AssetIndex, BigInteger Tokens, UInt128 Raw, int Places, string Unit);
}
