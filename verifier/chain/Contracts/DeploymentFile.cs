using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Files;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Chain.Contracts;

/// <summary>A deployment as a JSON file, <c>artifacts/deployments/&lt;chainId&gt;.json</c> in a checkout.</summary>
public static class DeploymentFile
{
    private const string Schema = "verifiable/deployment/1";

    private static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The place of a chain's deployment in a checkout.</summary>
    public static string PathOf(string checkout, ulong chainId)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{chainId}.json");
        return Path.Combine(checkout, "artifacts", "deployments", name);
    }

    /// <summary>Writes the deployment, beside its place first and renamed.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static void Write(string file, Deployment deployment)
    {
        DeploymentText text = new(Schema, deployment.ChainId, [.. deployment.Contracts.Select(ToText)]);
        CreateFolder(file);
        AtomicFile.Write(file, [.. JsonSerializer.SerializeToUtf8Bytes(text, Strict), (byte)'\n']);
    }

    /// <summary>Reads a deployment; a member too many, too few or twice is refused.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.DeploymentUnknown"/>.</exception>
    public static Deployment Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            DeploymentText? text = JsonSerializer.Deserialize<DeploymentText>(stream, Strict);
            return text is null ? throw Refuse(file, "/", "null") : FromText(file, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refuse(file, string.Empty, failure.Message);
        }
        catch (JsonException failure)
        {
            throw Refuse(file, failure.Path ?? "/", failure.Message);
        }
    }

    private static void CreateFolder(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(
                ErrorCode.FileUnwritable, file, string.Empty, failure.Message, "a writable folder");
        }
    }

    private static Deployment FromText(string file, DeploymentText text)
    {
        if (text.Schema != Schema)
        {
            throw Refuse(file, "/schema", text.Schema);
        }

        DeployedContract[] contracts =
            [.. text.Contracts.Select((contract, i) => FromText(file, $"/contracts/{i}", contract))];
        string? twice = contracts.GroupBy(contract => contract.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? new Deployment(text.ChainId, [.. contracts])
            : throw Refuse(file, "/contracts", $"{twice} twice");
    }

    private static DeployedContract FromText(string file, string path, ContractText? text)
    {
        if (text is null)
        {
            throw Refuse(file, path, "null");
        }

        _ = Bytes(file, $"{path}/address", text.Address, 20);
        _ = Bytes(file, $"{path}/constructorArguments", text.ConstructorArguments, length: null);
        return new DeployedContract(
            text.Name,
            text.Artifact,
            Address.Parse(text.Address, file, $"{path}/address"),
            text.ConstructorArguments,
            text.BlockNumber,
            Bytes32.Read(Bytes(file, $"{path}/transactionHash", text.TransactionHash, Bytes32.Length)),
            Bytes32.Read(Bytes(file, $"{path}/codeHash", text.CodeHash, Bytes32.Length)));
    }

    private static byte[] Bytes(string file, string path, string text, int? length) =>
        ReplyText.TryReadBytes(text, out byte[] bytes) && (length is null || bytes.Length == length)
            ? bytes
            : throw Refuse(file, path, text);

    private static ContractText ToText(DeployedContract contract) => new(
        contract.Name,
        contract.Artifact,
        contract.Address.ToString(),
        contract.ConstructorArguments,
        contract.BlockNumber,
        contract.TransactionHash.ToString(),
        contract.CodeHash.ToString());

    private static MarginException Refuse(string file, string path, string value) =>
        new(ErrorCode.DeploymentUnknown, file, path, value, $"a deployment of schema {Schema}");

    private sealed record DeploymentText(string Schema, ulong ChainId, IReadOnlyList<ContractText?> Contracts);

    private sealed record ContractText(
        string Name,
        string Artifact,
        string Address,
        string ConstructorArguments,
        ulong BlockNumber,
        string TransactionHash,
        string CodeHash);
}
