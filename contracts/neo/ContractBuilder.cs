using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Verifiable.Kernel;
using Verifiable.Neo.Output;
using Verifiable.Neo.Script;
using Verifiable.Neo.Translation;

namespace Verifiable.Neo;

/// <summary>Builds contracts for NeoVM from compiled C#.</summary>
/// <remarks>The same assembly gives the same files, byte for byte.</remarks>
public static class ContractBuilder
{
    /// <summary>The largest script that a chain accepts.</summary>
    public const int MaxScript = 512 * 1024;

    private const string KernelAssembly = "Verifiable.Kernel";
    private const string KernelContract = "VerifiableKernel";
    private const string DeployMethod = "Deploy";

    /// <summary>The contract of an assembly; of the kernel's assembly, its functions as a library.</summary>
    /// <param name="assemblyFile">The compiled assembly; what it refers to lies beside it.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.OutsideSubset"/>: method, offset, what is there, and what to write instead.
    /// <see cref="ErrorCode.FileUnreadable"/>: no assembly.
    /// </exception>
    public static BuiltContract Build(string assemblyFile)
    {
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(Path.GetFullPath(assemblyFile)));
        using ModuleDefinition module = Read(assemblyFile, resolver);
        if (module.Assembly.Name.Name == KernelAssembly)
        {
            return Build(module, KernelContract, KernelExports.Of(module), []);
        }

        TypeDefinition contract = ContractOf(module, assemblyFile);
        string name = (string)FrameworkAttributes.Find(contract, "ContractAttribute")!.ConstructorArguments[0].Value;
        IEnumerable<(string Name, MethodDefinition Method)> exports = contract.Methods
            .Where(static method => method is { IsPublic: true, IsStatic: true, HasBody: true })
            .Select(static method => (NameOf(method), method));
        IEnumerable<MethodDefinition> events = module.Types.SelectMany(static type => type.Methods)
            .Where(static method => FrameworkAttributes.Find(method, "NotificationAttribute") is not null);
        return Build(module, name, exports, events);
    }

    /// <summary>A NEF file's script as text.</summary>
    /// <param name="nef">The file.</param>
    /// <param name="name">What a refusal calls the file.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.EncodingMalformed"/>.</exception>
    public static string Disassemble(ReadOnlySpan<byte> nef, string name) =>
        Disassembly.Write(NefFile.ReadScript(nef, name), new Dictionary<int, string>());

    private static BuiltContract Build(
        ModuleDefinition module,
        string name,
        IEnumerable<(string Name, MethodDefinition Method)> exports,
        IEnumerable<MethodDefinition> events)
    {
        Translator translator = new(module.Assembly.Name.Name);
        (string Name, MethodDefinition Method, Fragment Entry)[] entries =
            [.. exports.Select(export => (export.Name, export.Method, translator.Export(export.Method, export.Name)))];
        translator.Close();
        ScriptAssembler assembler = new(translator.Fragments);
        byte[] script = assembler.Write();
        if (script.Length > MaxScript)
        {
            throw new MarginException(
                ErrorCode.OutsideSubset, module.Name, name, $"{script.Length} bytes", $"at most {MaxScript} bytes");
        }

        Dictionary<int, string> names = translator.Fragments
            .ToDictionary(assembler.OffsetOf, static fragment => fragment.Name);
        string manifest = Manifest.Write(
            name,
            entries.Select(entry => (entry.Name, entry.Method, assembler.OffsetOf(entry.Entry))),
            events,
            translator.Calls);
        return new BuiltContract(name, NefFile.Write(script), manifest, Disassembly.Write(script, names));
    }

    private static ModuleDefinition Read(string file, IAssemblyResolver resolver)
    {
        try
        {
            return ModuleDefinition.ReadModule(file, new ReaderParameters { AssemblyResolver = resolver });
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnreadable, file, "assembly", string.Empty, "a .NET assembly");
        }
    }

    private static TypeDefinition ContractOf(ModuleDefinition module, string file)
    {
        TypeDefinition[] contracts =
            [.. module.Types.Where(static type => FrameworkAttributes.Find(type, "ContractAttribute") is not null)];
        return contracts.Length == 1
            ? contracts[0]
            : throw new MarginException(
                ErrorCode.OutsideSubset,
                file,
                "assembly",
                string.Join(", ", contracts.Select(static type => type.FullName)),
                "one class with the Contract attribute");
    }

    /// <summary>The method that the chain calls after deployment has a name that C# would not give.</summary>
    private static string NameOf(MethodDefinition method) => method.Name == DeployMethod
        ? "_deploy"
        : char.ToLowerInvariant(method.Name[0]) + method.Name[1..];
}
