// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./support/TradeFixture.sol";
import {MarginEngine} from "../../contracts/MarginEngine.sol";
import {MarginVault} from "../../contracts/MarginVault.sol";
import {VaultExiting} from "../../contracts/VaultExiting.sol";
import {VaultTrading} from "../../contracts/VaultTrading.sol";
import {VaultStorage} from "../../contracts/vault/VaultStorage.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IDisputes} from "../../contracts/interfaces/IDisputes.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {ISelfProof} from "../../contracts/interfaces/ISelfProof.sol";

/// @title How the vault is built, and that it works with the real engine.
contract VaultDeploymentTests is TradeFixture {
    uint256 private constant LARGEST_CONTRACT = 24_576;

    function _deployEngine() internal override returns (IMarginEngine) {
        return new MarginEngine();
    }

    function test_Code_OfEachContract_FitsTheLimit() public view {
        assertAtMost(address(vault).code.length, LARGEST_CONTRACT - 1, "MarginVault");
        assertAtMost(vault.trading().code.length, LARGEST_CONTRACT - 1, "VaultTrading");
        assertAtMost(vault.exiting().code.length, LARGEST_CONTRACT - 1, "VaultExiting");
        assertAtMost(address(auction).code.length, LARGEST_CONTRACT - 1, "LiquidationAuction");
    }

    function test_Clear_WithTheRealEngine_TakesThePerpetualsPriceAsMark() public {
        _deposit(aliceAccount, 100_000e6);
        _deposit(bobAccount, 100_000e6);

        _openPosition(_perpetual(), 1e8, 52_500e8, 0);

        assertEq(uint256(vault.openInterestOf(_perpetual()).long), 1e8, "open interest");
    }

    function test_Clear_WithTheRealEngine_OfAnUnlistedExpiry_IsRefused() public {
        Batch memory batch = _openBatch(_future(), 1e8, SPOT, 0);

        _expectRefused(batch, abi.encodeWithSelector(IMarginEngine.MissingSection.selector, _future()));
    }

    function test_Vault_WithTradingCodeOfOtherArguments_IsRefused() public {
        VaultStorage.Config memory config = _config();
        VaultTrading trading = new VaultTrading(config);
        bytes32 given = keccak256(abi.encode(config));
        config.exitDelay += 1;
        VaultExiting exiting = new VaultExiting(config);

        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.ConfigMismatch.selector, given, keccak256(abi.encode(config)))
        );
        new MarginVault(config, trading, exiting);
    }

    function test_Vault_WithExitingCodeOfOtherArguments_IsRefused() public {
        VaultStorage.Config memory config = _config();
        VaultExiting exiting = new VaultExiting(config);
        bytes32 given = keccak256(abi.encode(config));
        config.exitDelay += 1;
        VaultTrading trading = new VaultTrading(config);

        vm.expectRevert(
            abi.encodeWithSelector(IMarginVaultBase.ConfigMismatch.selector, given, keccak256(abi.encode(config)))
        );
        new MarginVault(config, trading, exiting);
    }

    function test_Trading_CalledDirectly_KnowsNoAccount() public {
        VaultTrading trading = VaultTrading(vault.trading());

        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        trading.settle(aliceAccount, _none());
    }

    function test_Exiting_CalledDirectly_KnowsNoAccount() public {
        VaultExiting exiting = VaultExiting(vault.exiting());

        vm.prank(alice);
        vm.expectRevert(IMarginVaultBase.AccountUnknown.selector);
        exiting.withdrawFlat(WithdrawRequest(aliceAccount, 0, 1, RECIPIENT));
    }

    function test_Trading_WithoutAnExitDelay_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.exitDelay = 0;

        _expectTradingRefused(config, IMarginVaultBase.LimitOutOfRange.selector);
    }

    function test_Trading_WithoutABookInterval_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.minBookInterval = 0;

        _expectTradingRefused(config, IMarginVaultBase.LimitOutOfRange.selector);
    }

    function test_Trading_WithoutAPriceBand_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.priceBandPpm = 0;

        _expectTradingRefused(config, IMarginVaultBase.LimitOutOfRange.selector);
    }

    function test_Trading_WithABandOfTheWholePrice_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.priceBandPpm = 1e6;

        _expectTradingRefused(config, IMarginVaultBase.LimitOutOfRange.selector);
    }

    function test_Trading_WithAFeeOfTheWholePrice_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.clearingFeePpm = 1e6;

        _expectTradingRefused(config, IMarginVaultBase.LimitOutOfRange.selector);
    }

    function test_Trading_WithoutAnAuction_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.auction = address(0);

        _expectTradingRefused(config, IGoverned.RoleMissing.selector);
    }

    function test_Trading_WithoutDisputes_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.disputes = IDisputes(address(0));

        _expectTradingRefused(config, IGoverned.RoleMissing.selector);
    }

    function test_Trading_WithoutSelfProof_IsRefused() public {
        VaultStorage.Config memory config = _config();
        config.selfProof = ISelfProof(address(0));

        _expectTradingRefused(config, IGoverned.RoleMissing.selector);
    }

    function _expectTradingRefused(VaultStorage.Config memory config, bytes4 reason) private {
        vm.expectRevert(reason);
        new VaultTrading(config);
    }
}
