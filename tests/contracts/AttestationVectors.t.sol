// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {MarginVerifier} from "../../contracts/MarginVerifier.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {Attestation, Batch} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";

/// @title EIP-712 digests against tests/vectors/attestation-eip712.json, which viem and ethers computed alike.
contract AttestationVectorTests is Test {
    string private json;
    MarginVerifier private verifier;
    MarketRegistry private registry;

    event Compared(uint256 cases);

    /// @notice Both contracts run at the addresses of the vectors' domains: a contract away from where it was built
    /// computes its domain anew, from its own address and chain.
    function setUp() public {
        json = vm.readFile("tests/vectors/attestation-eip712.json");
        address here = address(this);
        MarginVerifier built = new MarginVerifier(here, here, ICommittee(address(0)), 600, 500_000, 3600);
        verifier = MarginVerifier(vm.parseJsonAddress(json, ".domains.margin.verifyingContract"));
        vm.etch(address(verifier), address(built).code);
        IMarketRegistry.Limits memory limits = IMarketRegistry.Limits(12, 5, 24, 60, 24, 6 hours, 7_500_000_000, 0);
        MarketRegistry builtRegistry = new MarketRegistry(
            here,
            here,
            ICommittee(address(0)),
            IReferenceFeed(address(0)),
            limits
        );
        registry = MarketRegistry(vm.parseJsonAddress(json, ".domains.market.verifyingContract"));
        vm.etch(address(registry), address(builtRegistry).code);
    }

    function test_TypeHashes_OfContracts_EqualTheTypeStrings() public view {
        assertEq(verifier.ATTESTATION_TYPEHASH(), _typeHash("Attestation"), "Attestation");
        assertEq(verifier.BATCH_TYPEHASH(), _typeHash("Batch"), "Batch");
        assertEq(registry.SNAPSHOT_TYPEHASH(), _typeHash("MarketSnapshot"), "MarketSnapshot");
        assertEq(registry.SETTLEMENT_TYPEHASH(), _typeHash("Settlement"), "Settlement");
    }

    function test_Digest_EveryVector_EqualsViemAndEthers() public {
        uint256 count = vm.parseJsonUint(json, ".count");
        for (uint256 i = 0; i < count; ++i) {
            string memory path = string.concat(".cases[", vm.toString(i), "]");
            bytes memory encoded = vm.parseJsonBytes(json, string.concat(path, ".encoded"));
            bytes32 expected = vm.parseJsonBytes32(json, string.concat(path, ".digest"));
            string memory primaryType = vm.parseJsonString(json, string.concat(path, ".primaryType"));
            assertEq(_digest(keccak256(bytes(primaryType)), encoded), expected, path);
        }
        assertEq(count, 20, "cases compared");
        emit Compared(count);
    }

    function _typeHash(string memory name) private view returns (bytes32) {
        return keccak256(bytes(vm.parseJsonString(json, string.concat(".typeStrings.", name))));
    }

    function _digest(bytes32 primaryType, bytes memory encoded) private returns (bytes32) {
        bool margin = primaryType == keccak256("Attestation") || primaryType == keccak256("Batch");
        vm.chainId(vm.parseJsonUint(json, margin ? ".domains.margin.chainId" : ".domains.market.chainId"));
        if (primaryType == keccak256("Attestation")) return verifier.digest(abi.decode(encoded, (Attestation)));
        if (primaryType == keccak256("Batch")) return verifier.batchDigest(abi.decode(encoded, (Batch)));
        if (primaryType == keccak256("MarketSnapshot")) {
            return registry.snapshotDigest(abi.decode(encoded, (IMarketRegistry.MarketSnapshot)));
        }
        assertEq(primaryType, keccak256("Settlement"), "type of the vector");
        (bytes32 underlying, uint40 expiry, int64 price, uint64 epoch) = abi.decode(
            encoded,
            (bytes32, uint40, int64, uint64)
        );
        return registry.settlementDigest(underlying, expiry, price, epoch);
    }
}
