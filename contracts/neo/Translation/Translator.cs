using System;
using System.Collections.Generic;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <summary>Translates exported methods and all that they call, each once, in the order of first use.</summary>
internal sealed class Translator
{
    private const string KernelAssembly = "Verifiable.Kernel";

    private readonly string _contractAssembly;
    private readonly Dictionary<string, TranslatedMethod?> _methods = [];
    private readonly Dictionary<string, StackValue> _tables = [];
    private readonly List<Fragment> _fragments = [];

    /// <summary>A translator of one contract.</summary>
    /// <param name="contractAssembly">The assembly whose methods may be called, besides the kernel's.</param>
    internal Translator(string contractAssembly) => _contractAssembly = contractAssembly;

    /// <summary>The fragments in the order of the script.</summary>
    internal IReadOnlyList<Fragment> Fragments => _fragments;

    /// <summary>
    /// The entry of a method for callers outside: they push the first argument last, as the machine's convention is.
    /// </summary>
    internal Fragment Export(MethodDefinition method, string name)
    {
        Fragment entry = new(name);
        _fragments.Add(entry);
        Reverse(entry, method.Parameters.Count);
        TranslatedMethod translated = Translate(method)!;
        if (method.ReturnType.FullName != "System.Boolean")
        {
            entry.Jump(NeoCode.JMP, translated.Fragment.Entry);
            return entry;
        }

        // The subset's truth is the number 0 or 1; what the manifest calls a Boolean is one.
        entry.Call(translated.Fragment);
        entry.Add(NeoCode.NZ);
        entry.Add(NeoCode.RET);
        return entry;
    }

    /// <summary>A method's translation, or null where its assembly is not one of the contract's.</summary>
    internal TranslatedMethod? Translate(MethodReference reference)
    {
        if (_methods.TryGetValue(reference.FullName, out TranslatedMethod? known))
        {
            return known ?? throw SubsetRefusal.Of(reference.Resolve(), "a recursive call", "a loop");
        }

        MethodDefinition? method = IsOwn(reference) ? reference.Resolve() : null;
        if (method?.HasBody != true)
        {
            return null;
        }

        _methods[reference.FullName] = null;
        string name = $"{method.DeclaringType.Name}.{method.Name}";
        TranslatedMethod translated = Intrinsics.Find(method) is { } intrinsic
            ? WriteIntrinsic(name, method, intrinsic)
            : new MethodTranslator(this, method, name).Translate();
        _methods[reference.FullName] = translated;
        _fragments.Add(translated.Fragment);
        return translated;
    }

    /// <summary>The table that a property returns, or null where the method is no such property.</summary>
    internal StackValue? TableOf(MethodReference reference)
    {
        if (reference.ReturnType.FullName != Types.LongTable || !IsOwn(reference))
        {
            return null;
        }

        if (!_tables.TryGetValue(reference.FullName, out StackValue table))
        {
            table = WriteTable(reference.Resolve());
            _tables.Add(reference.FullName, table);
        }

        return table;
    }

    /// <summary>An intrinsic as a function of its own, for callers outside: its arguments are on the stack.</summary>
    private static TranslatedMethod WriteIntrinsic(string name, MethodDefinition method, Action<Emitter> intrinsic)
    {
        Emitter emitter = new(new Fragment(name));
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            emitter.Push(Types.ValueOf(parameter.ParameterType)!.Value);
        }

        intrinsic(emitter);
        emitter.Fragment.Add(NeoCode.RET);
        emitter.Fragment.Close();
        return new TranslatedMethod(emitter.Fragment, emitter.Pop().Range);
    }

    private StackValue WriteTable(MethodDefinition property)
    {
        Instruction first = property.Body.Instructions[0];
        if (first.OpCode.Code != Code.Ldtoken || first.Operand is not FieldReference field)
        {
            throw SubsetRefusal.Of(property, "a span that is computed", "a ReadOnlySpan<long> property over literals");
        }

        long[] entries = TableFragments.Entries(field.Resolve().InitialValue);
        Fragment fragment = TableFragments.Write($"{property.DeclaringType.Name}.{property.Name[4..]}", entries);
        _fragments.Add(fragment);
        return new StackValue(ValueKind.Table, TableFragments.RangeOf(entries)) { Table = fragment };
    }

    private bool IsOwn(MethodReference reference) =>
        AssemblyOf(reference) is var assembly && (assembly == _contractAssembly || assembly == KernelAssembly);

    private static string AssemblyOf(MethodReference reference) => reference.DeclaringType.Scope switch
    {
        ModuleDefinition module => module.Assembly.Name.Name,
        IMetadataScope scope => scope.Name,
    };

    private static void Reverse(Fragment entry, int arguments)
    {
        switch (arguments)
        {
            case < 2:
                break;
            case 2:
                entry.Add(NeoCode.SWAP);
                break;
            case 3:
                entry.Add(NeoCode.REVERSE3);
                break;
            case 4:
                entry.Add(NeoCode.REVERSE4);
                break;
            default:
                entry.Push(arguments);
                entry.Add(NeoCode.REVERSEN);
                break;
        }
    }
}
